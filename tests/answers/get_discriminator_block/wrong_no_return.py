# wrong: the block is built but not returned
# says: forgotten return
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(0.2),
    )
