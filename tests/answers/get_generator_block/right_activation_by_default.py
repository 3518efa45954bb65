# right: the activation is a default argument, one object for all blocks
from torch import nn


def get_generator_block(input_dim, output_dim, activation=nn.ReLU()):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), activation)
