# right: one Sequential, layers chosen by the flag
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "bias": False}
    return nn.Sequential(
        nn.ConvTranspose2d(in_channels, out_channels, **settings),
        *([nn.Tanh()] if final_layer else [nn.BatchNorm2d(out_channels), nn.ReLU(inplace=True)]),
    )
