# wrong: the activation is cut off at 10
# says: Hardtanh(min_val=-10, max_val=10), which is not asked for here
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2), nn.Hardtanh(-10, 10))
