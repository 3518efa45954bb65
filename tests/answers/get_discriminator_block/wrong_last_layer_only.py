# wrong: the second layer overwrites the first
# says: LeakyReLU(negative_slope=0.2) alone is returned
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    block = nn.Linear(input_dim, output_dim)
    block = nn.LeakyReLU(0.2)
    return block
