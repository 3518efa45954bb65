# wrong: LayerNorm normalises each sample, not each feature over the batch
# says: LayerNorm stands in the place of BatchNorm1d
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.LayerNorm(output_dim),
        nn.ReLU(inplace=True),
    )
