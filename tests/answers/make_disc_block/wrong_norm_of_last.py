# wrong: the last layer is normalised when norm is True
# says: a BatchNorm2d layer too many
from torch import nn


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    layers = [nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)]
    if norm:
        layers.append(nn.BatchNorm2d(out_channels))
    if not final_layer:
        layers.append(nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)
