# wrong: the slope's name in another library
# says: unexpected keyword argument 'alpha'
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LeakyReLU(alpha=0.2),
    )
