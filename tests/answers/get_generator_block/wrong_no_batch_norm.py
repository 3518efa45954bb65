# wrong: no normalisation
# says: missing: a BatchNorm1d layer
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.ReLU(inplace=True),
    )
