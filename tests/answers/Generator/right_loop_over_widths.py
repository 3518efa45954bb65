# right: the blocks made in a loop over the widths
from itertools import pairwise

from torch import nn


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        widths = [z_dim, hidden_dim, 2 * hidden_dim, 4 * hidden_dim, im_dim]
        blocks = [get_generator_block(a, b) for a, b in pairwise(widths)]
        self.gen = nn.Sequential(*blocks, nn.Linear(im_dim, im_dim), nn.Sigmoid())

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
