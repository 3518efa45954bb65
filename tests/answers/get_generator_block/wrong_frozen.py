# wrong: parameters that no optimizer can train
# says: requires_grad is False
from torch import nn


def get_generator_block(input_dim, output_dim):
    block = nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )
    block.requires_grad_(False)
    return block
