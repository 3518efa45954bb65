# wrong: weights set to zero, so that all features stay equal
# says: the random seed or the weights are set inside
from torch import nn


def get_generator_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    nn.init.zeros_(linear.weight)
    return nn.Sequential(linear, nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True))
