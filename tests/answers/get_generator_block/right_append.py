# right: Sequential.append
from torch import nn


def get_generator_block(input_dim, output_dim):
    block = nn.Sequential(nn.Linear(input_dim, output_dim))
    block.append(nn.BatchNorm1d(output_dim))
    block.append(nn.ReLU())
    return block
