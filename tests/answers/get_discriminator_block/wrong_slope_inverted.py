# wrong: 0.8, "one minus 0.2"
# says: the slope is 0.8
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0.8),
    )
