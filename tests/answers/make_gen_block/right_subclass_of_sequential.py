# right: a subclass of Sequential
from torch import nn


class Up(nn.Sequential):
    def __init__(self, a, b, k, s, p, final):
        rest = (nn.Tanh(),) if final else (nn.BatchNorm2d(b), nn.ReLU())
        super().__init__(nn.ConvTranspose2d(a, b, k, stride=s, padding=p, bias=False), *rest)


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    return Up(in_channels, out_channels, kernel_size, stride, padding, final_layer)
