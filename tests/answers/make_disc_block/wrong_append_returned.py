# wrong: what append returns
# says: returns nothing
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
        return layers[0]
    if norm:
        layers = layers.append(nn.BatchNorm2d(out_channels))
    layers = layers.append(nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)
