# wrong: 0.8, "one minus 0.2"
# says: LeakyReLU(negative_slope=0.8) stands where
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0.8),
    )
