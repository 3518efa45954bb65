# wrong: a ModuleList in the place of a Sequential
# says: nn.ModuleList only keeps layers
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.ModuleList([nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2)])
