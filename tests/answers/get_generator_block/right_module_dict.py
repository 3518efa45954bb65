# right: an nn.ModuleDict, and the class under the name of the function
from torch import nn


class Block(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.layers = nn.ModuleDict(
            {"fc": nn.Linear(i, o), "norm": nn.BatchNorm1d(o), "act": nn.ReLU()}
        )

    def forward(self, x):
        for layer in self.layers.values():
            x = layer(x)
        return x


get_generator_block = Block
