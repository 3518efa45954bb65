# right: a Module of its own, layers in the order in which they are applied
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)
        self.norm = nn.BatchNorm1d(output_dim)
        self.activation = nn.ReLU()

    def forward(self, x):
        x = self.linear(x)
        x = self.norm(x)
        return self.activation(x)


def get_generator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
