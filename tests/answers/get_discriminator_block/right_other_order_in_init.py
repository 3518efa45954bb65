# right: the activation is made first, but applied last
from torch import nn


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.activation = nn.LeakyReLU(0.2)
        self.linear = nn.Linear(input_dim, output_dim)

    def forward(self, x):
        return self.activation(self.linear(x))


def get_discriminator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
