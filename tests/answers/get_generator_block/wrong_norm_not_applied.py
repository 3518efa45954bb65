# wrong: the normalisation is made but forgotten in forward
# says: BatchNorm1d is there but is not applied
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)
        self.norm = nn.BatchNorm1d(output_dim)

    def forward(self, x):
        return F.relu(self.linear(x))


def get_generator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
