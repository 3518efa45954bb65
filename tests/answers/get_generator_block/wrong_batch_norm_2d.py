# wrong: the normalisation for images
# says: BatchNorm2d stands in the place of BatchNorm1d
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm2d(output_dim),
        nn.ReLU(inplace=True),
    )
