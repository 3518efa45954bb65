# wrong: the running statistics never move
# says: momentum=0: the running statistics never move
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim, momentum=0),
        nn.ReLU(inplace=True),
    )
