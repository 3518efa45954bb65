# right: a Sequential inside a Sequential, from a helper
from torch import nn


def normalised_linear(n_in, n_out):
    return nn.Sequential(nn.Linear(n_in, n_out), nn.BatchNorm1d(n_out))


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(normalised_linear(input_dim, output_dim), nn.ReLU())
