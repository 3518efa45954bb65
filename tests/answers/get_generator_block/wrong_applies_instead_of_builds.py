# wrong: a batch is expected where the exercise passes two sizes
# says: x is one parameter too many
from torch import nn


def get_generator_block(x, input_dim, output_dim):
    block = nn.Sequential(
        nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True)
    )
    return block(x)
