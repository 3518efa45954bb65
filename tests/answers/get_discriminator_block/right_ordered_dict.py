# right: named layers
from collections import OrderedDict

from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        OrderedDict(linear=nn.Linear(input_dim, output_dim), leaky=nn.LeakyReLU(0.2))
    )
