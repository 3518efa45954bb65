# right: a Sequential that grows
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
    block = nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    )
    if final_layer:
        return block
    if norm:
        block.append(nn.BatchNorm2d(out_channels))
    return block.append(nn.LeakyReLU(0.2))
