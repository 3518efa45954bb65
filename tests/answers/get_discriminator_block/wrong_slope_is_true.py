# wrong: True was meant for inplace, but lands in the slope
# says: LeakyReLU(negative_slope=True) stands where LeakyReLU(negative_slope=0.2) belongs
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(True),
    )
