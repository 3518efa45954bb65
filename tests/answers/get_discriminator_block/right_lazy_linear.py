# right: a lazy layer finds its input size with the first batch
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.LazyLinear(output_dim), nn.LeakyReLU(0.2))
