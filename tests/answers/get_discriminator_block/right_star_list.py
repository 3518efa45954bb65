# right: a list of layers, unpacked; type hints
from torch import nn

SLOPE = 0.2


def get_discriminator_block(input_dim: int, output_dim: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    layers.append(nn.Linear(input_dim, output_dim))
    layers.append(nn.LeakyReLU(SLOPE))
    return nn.Sequential(*layers)
