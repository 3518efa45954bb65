# right: layers that find their input size
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
    conv = nn.LazyConv2d(out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return nn.Sequential(conv)
    middle = [nn.LazyBatchNorm2d()] if norm else []
    return nn.Sequential(conv, *middle, nn.LeakyReLU(0.2))
