# wrong: 2 instead of 0.2
# says: LeakyReLU(negative_slope=2) stands where
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(2),
    )
