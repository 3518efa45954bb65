# wrong: a plain list hides the layers from the network
# says: those in a plain list
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.layers = [nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def get_generator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
