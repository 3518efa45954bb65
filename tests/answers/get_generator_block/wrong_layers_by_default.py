# wrong: the list of layers is a default argument: made once, it grows with each call
# says: the layers are made once and shared by all calls
from torch import nn


def get_generator_block(input_dim, output_dim, layers=[]):
    layers.append(nn.Linear(input_dim, output_dim))
    layers.append(nn.BatchNorm1d(output_dim))
    layers.append(nn.ReLU())
    return nn.Sequential(*layers)
