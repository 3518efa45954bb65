# wrong: a zero too many in the slope
# says: the slope is 0.02
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0.02),
    )
