# wrong: the class is returned, without brackets
# says: the class itself is returned
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)
        self.norm = nn.BatchNorm1d(output_dim)

    def forward(self, x):
        return self.norm(self.linear(x)).relu()


def get_generator_block(input_dim, output_dim):
    return Block
