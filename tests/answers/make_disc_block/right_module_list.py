# right: a module with a ModuleList, and leaky_relu as a function
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, layers, bend):
        super().__init__()
        self.layers, self.bend = nn.ModuleList(layers), bend

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return F.leaky_relu(x, 0.2) if self.bend else x


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    layers = [nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)]
    layers += [nn.BatchNorm2d(out_channels)] * (norm and not final_layer)
    return Block(layers, not final_layer)
