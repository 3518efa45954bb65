# wrong: a pooling layer shrinks instead of the stride
# says: kernel_size, stride not passed on
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
    conv = nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False), nn.MaxPool2d(stride)
    )
    if final_layer:
        return conv
    if not norm:
        return nn.Sequential(conv, nn.LeakyReLU(0.2))
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.LeakyReLU(0.2))
