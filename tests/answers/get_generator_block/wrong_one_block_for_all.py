# wrong: made once for each pair of sizes and returned again and again
# says: the layers are made once
from functools import cache

from torch import nn


@cache
def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )
