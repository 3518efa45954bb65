# wrong: PReLU learns its slope
# says: PReLU
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.PReLU(init=0.2),
    )
