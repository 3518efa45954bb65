# right: a ModuleList and a loop
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(input_dim, output_dim), nn.LeakyReLU(0.2)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def get_discriminator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
