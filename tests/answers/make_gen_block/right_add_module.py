# right: layers added one by one
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    block = nn.Sequential()
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    block.add_module("conv", conv)
    if final_layer:
        block.add_module("out", nn.Tanh())
        return block
    block.append(nn.BatchNorm2d(out_channels))
    block.append(nn.ReLU())
    return block
