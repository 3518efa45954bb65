# wrong: BatchNorm without a size
# says: BatchNorm takes the number of features
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(), nn.ReLU())
