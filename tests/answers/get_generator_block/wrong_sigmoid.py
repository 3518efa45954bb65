# wrong: Sigmoid belongs at the end of the whole generator only
# says: Sigmoid stands where ReLU belongs
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.Sigmoid(),
    )
