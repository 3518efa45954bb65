# wrong: a typo in a name
# says: line 8 of your cell: `nn.Linear(inputdim, output_dim),`
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(inputdim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )
