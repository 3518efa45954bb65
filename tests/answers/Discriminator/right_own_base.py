# right: forward inherited from a base class of its own
from torch import nn


class Network(nn.Module):
    name: str

    def forward(self, x):
        return getattr(self, self.name)(x)


class Discriminator(Network):
    name = "disc"

    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(
            get_discriminator_block(im_dim, hidden_dim * 4),
            get_discriminator_block(hidden_dim * 4, hidden_dim * 2),
            get_discriminator_block(hidden_dim * 2, hidden_dim),
            nn.Linear(hidden_dim, 1),
        )

    def get_disc(self):
        return self.disc
