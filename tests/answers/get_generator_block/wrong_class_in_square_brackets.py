# wrong: square brackets
# says: square brackets take elements
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear[input_dim, output_dim], nn.BatchNorm1d(output_dim), nn.ReLU())
