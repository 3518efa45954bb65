# right: blocks share an activation; one that was made above is in evaluation mode
from torch import nn

relu = nn.ReLU()


def get_generator_block(input_dim, output_dim):
    layers = [nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), relu]
    return nn.Sequential(*layers)


get_generator_block(10, 20).eval()
