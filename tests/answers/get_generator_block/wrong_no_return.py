# wrong: the block is built but not returned
# says: forgotten return
from torch import nn


def get_generator_block(input_dim, output_dim):
    nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )
