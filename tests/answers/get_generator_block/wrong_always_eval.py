# wrong: the block is switched to evaluation mode for good
# says: evaluation mode
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)
        self.norm = nn.BatchNorm1d(output_dim)
        self.relu = nn.ReLU()

    def forward(self, x):
        self.norm.eval()
        return self.relu(self.norm(self.linear(x)))


def get_generator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
