# wrong: the layers as a Python list
# says: a list of layers is not a network
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return [nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2)]
