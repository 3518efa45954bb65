# right: nn.Threshold(0, 0)
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim, bias=True),
        nn.BatchNorm1d(num_features=output_dim),
        nn.Threshold(0, 0),
    )
