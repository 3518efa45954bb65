# wrong: a decimal comma: slope 0, and 2 is taken for inplace
# says: LeakyReLU(negative_slope=0) stands where LeakyReLU(negative_slope=0.2) belongs
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0, 2),
    )
