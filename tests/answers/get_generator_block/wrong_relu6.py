# wrong: ReLU6, which is cut off at 6
# says: ReLU6
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU6(),
    )
