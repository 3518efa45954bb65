# wrong: final_layer is not looked at
# says: final_layer is not looked at
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    return nn.Sequential(
        nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )
