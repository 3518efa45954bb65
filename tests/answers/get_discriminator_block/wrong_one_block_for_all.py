# wrong: made once for each pair of sizes and returned again and again
# says: the layers are made once
from torch import nn

blocks = {}


def get_discriminator_block(input_dim, output_dim):
    if (input_dim, output_dim) not in blocks:
        blocks[input_dim, output_dim] = nn.Sequential(
            nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2)
        )
    return blocks[input_dim, output_dim]
