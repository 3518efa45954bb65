# wrong: ReLU before the normalisation
# says: ReLU comes before the normalisation
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.ReLU(inplace=True),
        nn.BatchNorm1d(output_dim),
    )
