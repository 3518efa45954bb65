# right: parts that are left out by filter
from torch import nn


def make_disc_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, final_layer=False
):
    norm = norm and not final_layer
    parts = (
        nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False),
        norm and nn.BatchNorm2d(out_channels),
        None if final_layer else nn.LeakyReLU(0.2),
    )
    return nn.Sequential(*filter(None, parts))
