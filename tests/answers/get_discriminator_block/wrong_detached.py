# wrong: the output is cut off from the graph
# says: the forward pass is cut off
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, output_dim)

    def forward(self, x):
        return F.leaky_relu(self.linear(x), 0.2).detach()


def get_discriminator_block(input_dim, output_dim):
    return Block(input_dim, output_dim)
