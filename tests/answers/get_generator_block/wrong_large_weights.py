# wrong: weights drawn with standard deviation 1, which BatchNorm1d hides
# says: PyTorch's own initialisation
from torch import nn


def get_generator_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    nn.init.normal_(linear.weight)
    return nn.Sequential(linear, nn.BatchNorm1d(output_dim), nn.ReLU(inplace=True))
