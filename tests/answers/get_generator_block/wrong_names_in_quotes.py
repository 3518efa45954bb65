# wrong: sizes in quotes
# says: a size is a whole number: no text in quotes
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear("input_dim", "output_dim"), nn.BatchNorm1d(output_dim), nn.ReLU()
    )
