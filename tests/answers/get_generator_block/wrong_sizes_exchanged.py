# wrong: input and output size exchanged
# says: input and output size are exchanged
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(output_dim, input_dim),
        nn.BatchNorm1d(input_dim),
        nn.ReLU(inplace=True),
    )
