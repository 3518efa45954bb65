# right: one LeakyReLU for all blocks
from torch import nn

leaky = nn.LeakyReLU(0.2)


def make_disc_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, final_layer=False
):
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return conv
    if norm:
        return nn.Sequential(conv, nn.BatchNorm2d(out_channels), leaky)
    return nn.Sequential(conv, leaky)
