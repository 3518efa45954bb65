# wrong: Linear with one size
# says: nn.Linear takes two sizes
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim), nn.BatchNorm1d(output_dim), nn.ReLU())
