# right: the leaky unit written as a maximum
import torch
from torch import nn


class Leaky(nn.Module):
    def forward(self, x):
        return torch.maximum(x, 0.2 * x)


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return conv
    return nn.Sequential(conv, *([nn.BatchNorm2d(out_channels)] if norm else []), Leaky())
