# wrong: the normalisation before the convolution
# says: BatchNorm2d comes before the Conv2d
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
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return conv
    middle = [nn.BatchNorm2d(in_channels)] if norm else []
    return nn.Sequential(*middle, conv, nn.LeakyReLU(0.2))
