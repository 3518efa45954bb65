# right: the normalisation is made before the Linear, but applied after it
from torch import nn
from torch.nn import functional as F


class GeneratorBlock(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.norm = nn.BatchNorm1d(output_dim)
        self.linear = nn.Linear(input_dim, output_dim)

    def forward(self, x):
        return F.relu(self.norm(self.linear(x)))


def get_generator_block(input_dim, output_dim):
    return GeneratorBlock(input_dim, output_dim)
