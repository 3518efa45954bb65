# wrong: layers in each other's brackets
# says: a size is a whole number: no text in quotes, no tensor, no layer
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.ReLU(nn.BatchNorm1d(nn.Linear(input_dim, output_dim)))
