# wrong: ELU with 0.2 is no leaky line, it levels off
# says: ELU with alpha 0.2 stands where LeakyReLU belongs
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.ELU(0.2),
    )
