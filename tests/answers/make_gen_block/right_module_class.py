# right: a class of its own
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, a, b, k, s, p, final):
        super().__init__()
        self.conv = nn.ConvTranspose2d(a, b, k, s, p, bias=False)
        self.norm = None if final else nn.BatchNorm2d(b)

    def forward(self, x):
        x = self.conv(x)
        if self.norm is None:
            return torch.tanh(x)
        return F.relu(self.norm(x))


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    return Block(in_channels, out_channels, kernel_size, stride, padding, final_layer)
