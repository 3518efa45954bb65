# wrong: no normalisation
# says: missing: a BatchNorm2d layer
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    return nn.Sequential(conv, nn.Tanh() if final_layer else nn.ReLU())
