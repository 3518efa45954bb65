# wrong: list.append changes the list and returns None
# says: something here is None: a placeholder
from torch import nn


def get_generator_block(input_dim, output_dim):
    layers = [nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim)]
    layers = layers.append(nn.ReLU())
    return nn.Sequential(*layers)
