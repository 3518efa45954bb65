# right: activations come from a factory that keeps them
import functools

from torch import nn


@functools.lru_cache
def activation(slope):
    return nn.LeakyReLU(slope, inplace=True)


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), activation(0.2))
