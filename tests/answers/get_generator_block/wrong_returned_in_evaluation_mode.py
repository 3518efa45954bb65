# wrong: the block is handed over in evaluation mode
# says: evaluation mode
from torch import nn


def get_generator_block(input_dim, output_dim):
    block = nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim),
        nn.ReLU(inplace=True),
    )
    return block.eval()
