# wrong: the discriminator's activation
# says: LeakyReLU stands where ReLU belongs
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.LeakyReLU(0.2, inplace=True),
    )
