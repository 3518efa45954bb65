# wrong: the biases are set to zero
# says: a weight or bias is set by hand
from torch import nn


def get_generator_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    nn.init.zeros_(linear.bias)
    return nn.Sequential(linear, nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True))
