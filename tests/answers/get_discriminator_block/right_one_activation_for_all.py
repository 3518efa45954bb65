# right: one LeakyReLU for all blocks
from torch import nn

leaky = nn.LeakyReLU(0.2)


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), leaky)
