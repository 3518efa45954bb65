# wrong: the block is not returned
# says: a forgotten return
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    block = nn.Sequential(conv)
    for layer in [nn.Tanh()] if final_layer else [nn.BatchNorm2d(out_channels), nn.ReLU()]:
        block.append(layer)
