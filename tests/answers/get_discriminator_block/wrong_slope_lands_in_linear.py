# wrong: a bracket too late: 0.2 is Linear's third argument
# says: the slope is 0.01, LeakyReLU's default
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim, 0.2),
        nn.LeakyReLU(),
    )
