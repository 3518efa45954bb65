# wrong: the output size in both places
# says: Linear(9, 9) stands where Linear(6, 9) belongs
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(output_dim, output_dim),
        nn.LeakyReLU(0.2),
    )
