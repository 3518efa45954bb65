# right: a ModuleList and a loop; get_disc puts the same layers into a Sequential
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        sizes = [im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim]
        blocks = [get_discriminator_block(sizes[i], sizes[i + 1]) for i in range(3)]
        self.layers = nn.ModuleList([*blocks, nn.Linear(hidden_dim, 1)])

    def forward(self, image):
        out = image
        for layer in self.layers:
            out = layer(out)
        return out

    def get_disc(self):
        return nn.Sequential(*self.layers)
