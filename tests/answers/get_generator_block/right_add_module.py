# right: layers added one by one
from torch import nn


def get_generator_block(input_dim, output_dim):
    block = nn.Sequential()
    block.add_module("linear", nn.Linear(input_dim, output_dim))
    block.add_module("norm", nn.BatchNorm1d(output_dim))
    block.add_module("relu", nn.ReLU())
    return block
