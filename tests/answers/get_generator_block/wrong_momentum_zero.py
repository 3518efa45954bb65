# wrong: the running statistics never move
# says: momentum keeps PyTorch's default
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim, momentum=0),
        nn.ReLU(inplace=True),
    )
