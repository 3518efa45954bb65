# right: subclasses of the layers
from torch import nn


class Up(nn.ConvTranspose2d):
    def __init__(self, *a, **k):
        super().__init__(*a, bias=False, **k)


class Hidden(nn.Sequential):
    pass


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    up = Up(in_channels, out_channels, kernel_size, stride=stride, padding=padding)
    return (
        Hidden(up, nn.Tanh())
        if final_layer
        else Hidden(up, nn.BatchNorm2d(out_channels), nn.ReLU())
    )
