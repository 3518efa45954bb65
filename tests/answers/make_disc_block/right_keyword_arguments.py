# right: everything by name
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
    conv = nn.Conv2d(
        in_channels=in_channels,
        out_channels=out_channels,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        bias=False,
    )
    if final_layer:
        return nn.Sequential(conv)
    middle = [nn.BatchNorm2d(num_features=out_channels)] if norm else []
    return nn.Sequential(conv, *middle, nn.LeakyReLU(negative_slope=0.2, inplace=True))
