# wrong: the layers as a Python list
# says: a list of layers is not a network
from torch import nn


def get_generator_block(input_dim, output_dim):
    return [nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True)]
