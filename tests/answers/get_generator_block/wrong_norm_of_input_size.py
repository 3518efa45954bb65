# wrong: BatchNorm1d gets the input size
# says: BatchNorm1d was given another size than the output of the layer before it
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(input_dim),
        nn.ReLU(inplace=True),
    )
