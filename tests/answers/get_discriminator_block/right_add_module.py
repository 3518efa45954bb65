# right: layers added one by one
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    block = nn.Sequential()
    block.add_module("linear", nn.Linear(input_dim, output_dim))
    block.add_module("leaky", nn.LeakyReLU(0.2))
    return block
