# wrong: only the output size is written as a number
# says: a size is written as a number where an argument should stand
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, 128),
        nn.BatchNorm1d(128),
        nn.ReLU(inplace=True),
    )
