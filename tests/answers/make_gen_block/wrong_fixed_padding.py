# wrong: padding is a number
# says: padding not passed on
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(
        in_channels, out_channels, kernel_size, stride=stride, padding=1, bias=False
    )
    if final_layer:
        return nn.Sequential(conv, nn.Tanh())
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.ReLU())
