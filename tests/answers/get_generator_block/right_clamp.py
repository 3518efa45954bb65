# right: ReLU written as a clamp at zero
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim))

    def forward(self, x):
        return self.layers(x).clamp(min=0)


def get_generator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
