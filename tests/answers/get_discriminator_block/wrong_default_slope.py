# wrong: LeakyReLU's default slope
# says: the slope is 0.01, LeakyReLU's default
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(),
    )
