# wrong: the last layer in a list
# says: square brackets around it make a list
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
    if final_layer:
        return layers
    if norm:
        layers.append(nn.BatchNorm2d(out_channels))
    layers.append(nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)
