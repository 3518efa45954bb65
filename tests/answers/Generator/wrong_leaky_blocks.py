# wrong: the discriminator's block
# says: missing: 4 BatchNorm1d layers
from torch import nn


def leaky_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2))


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.gen = nn.Sequential(
            leaky_block(z_dim, hidden_dim),
            leaky_block(hidden_dim, hidden_dim * 2),
            leaky_block(hidden_dim * 2, hidden_dim * 4),
            leaky_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        )

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
