# right: a class that is the block, given the item's name
from torch import nn


class get_generator_block(nn.Sequential):
    def __init__(self, input_dim, output_dim):
        super().__init__(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU())
