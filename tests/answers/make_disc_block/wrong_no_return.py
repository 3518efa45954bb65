# wrong: the block is not returned
# says: a forgotten return
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
    if not final_layer:
        layers += [nn.BatchNorm2d(out_channels)] * norm + [nn.LeakyReLU(0.2)]
    nn.Sequential(*layers)
