# right: a list of layers, unpacked; type hints
from torch import nn


def get_generator_block(input_dim: int, output_dim: int) -> nn.Sequential:
    layers: list[nn.Module] = [nn.Linear(input_dim, output_dim)]
    layers.append(nn.BatchNorm1d(output_dim))
    layers.append(nn.ReLU(True))
    return nn.Sequential(*layers)
