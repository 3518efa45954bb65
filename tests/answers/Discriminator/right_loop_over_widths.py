# right: the blocks made in a loop over the widths
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        layers = []
        width = im_dim
        for factor in (4, 2, 1):
            layers.append(get_discriminator_block(width, factor * hidden_dim))
            width = factor * hidden_dim
        layers.append(nn.Linear(width, 1))
        self.disc = nn.Sequential(*layers)

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
