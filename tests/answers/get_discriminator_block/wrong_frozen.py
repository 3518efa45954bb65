# wrong: parameters that no optimizer can train
# says: requires_grad is False
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    linear.weight.requires_grad = False
    return nn.Sequential(linear, nn.LeakyReLU(0.2))
