# right: named layers in an OrderedDict
from collections import OrderedDict

from torch import nn


def get_generator_block(input_dim, output_dim):
    layers = OrderedDict()
    layers["linear"] = nn.Linear(input_dim, output_dim)
    layers["norm"] = nn.BatchNorm1d(output_dim)
    layers["activation"] = nn.ReLU()
    return nn.Sequential(layers)
