# wrong: the normalisation's scale drawn around 0 instead of 1
# says: scale or shift are set by hand
from torch import nn


def get_generator_block(input_dim, output_dim):
    norm = nn.BatchNorm1d(output_dim)
    nn.init.normal_(norm.weight, 0.0, 0.02)
    return nn.Sequential(nn.Linear(input_dim, output_dim), norm, nn.ReLU(inplace=True))
