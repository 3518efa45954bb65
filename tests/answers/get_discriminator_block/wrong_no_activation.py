# wrong: no activation
# says: the LeakyReLU is missing
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim))
