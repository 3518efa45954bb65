# wrong: nn.Sequential gets one list; it takes the layers one by one
# says: nn.Sequential takes the layers one by one
from torch import nn


def get_generator_block(input_dim, output_dim):
    layers = [nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU()]
    return nn.Sequential(layers)
