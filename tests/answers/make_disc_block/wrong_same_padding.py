# wrong: padding "same"
# says: stride, padding not passed on
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
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, padding="same", bias=False)
    if final_layer:
        return conv
    layers = [conv]
    if norm:
        layers.append(nn.BatchNorm2d(out_channels))
    layers.append(nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)
