# right: both activations are default arguments, one object each for all blocks
from torch import nn


def make_gen_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    final_layer=False,
    relu=nn.ReLU(),
    tanh=nn.Tanh(),
):
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return nn.Sequential(conv, tanh)
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), relu)
