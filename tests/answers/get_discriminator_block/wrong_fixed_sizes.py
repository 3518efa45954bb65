# wrong: the sizes of the first block are written as numbers
# says: a size is written as a number where an argument should stand
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(784, 512),
        nn.LeakyReLU(0.2),
    )
