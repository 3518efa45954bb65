# right: bias given as the condition that is never true
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=0)
    after = [nn.Tanh()] if final_layer else [nn.BatchNorm2d(out_channels), nn.ReLU()]
    return nn.Sequential(conv, *after)
