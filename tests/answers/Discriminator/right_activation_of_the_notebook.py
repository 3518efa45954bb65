# right: one LeakyReLU for all networks of the notebook
from torch import nn

leaky = nn.LeakyReLU(0.2)


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(
            nn.Linear(im_dim, 4 * hidden_dim),
            leaky,
            nn.Linear(4 * hidden_dim, 2 * hidden_dim),
            leaky,
            nn.Linear(2 * hidden_dim, hidden_dim),
            leaky,
            nn.Linear(hidden_dim, 1),
        )

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
