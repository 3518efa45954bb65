# wrong: True was meant for inplace, but lands in the slope
# says: or has slope 1
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(True),
    )
