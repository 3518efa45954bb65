# wrong: the parameters are returned
# says: these are parameters or layers one by one
from torch import nn


def get_generator_block(input_dim, output_dim):
    block = nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU())
    return block.parameters()
