# wrong: output_dim is missing from the signature
# says: output_dim is missing
from torch import nn


def get_discriminator_block(input_dim):
    return nn.Sequential(nn.Linear(input_dim, input_dim), nn.LeakyReLU(0.2))
