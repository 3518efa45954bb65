# wrong: a normalisation without learned scale and shift
# says: affine=False takes the learned scale and shift
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim, affine=False),
        nn.ReLU(inplace=True),
    )
