# wrong: the activation before the Linear
# says: LeakyReLU comes before the Linear
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.LeakyReLU(0.2),
        nn.Linear(input_dim, output_dim),
    )
