# wrong: F.leaky_relu has the default slope 0.01 too
# says: the slope is 0.01, LeakyReLU's default
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)

    def forward(self, x):
        return F.leaky_relu(self.linear(x))


def get_discriminator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
