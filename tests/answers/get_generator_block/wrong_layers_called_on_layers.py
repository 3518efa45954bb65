# wrong: a layer is applied to a layer
# says: a layer is used where a tensor belongs
from torch import nn


def get_generator_block(input_dim, output_dim):
    x = nn.Linear(input_dim, output_dim)
    x = nn.BatchNorm1d(output_dim)(x)
    return nn.ReLU()(x)
