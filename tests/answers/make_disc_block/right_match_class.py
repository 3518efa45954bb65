# right: match on both flags
import torch.nn.functional as F
from torch import nn


class DiscBlock(nn.Module):
    def __init__(self, i, o, k, s, p, norm, last):
        super().__init__()
        self.conv = nn.Conv2d(i, o, k, s, p, bias=False)
        match norm, last:
            case (True, False):
                self.norm = nn.BatchNorm2d(o)
            case _:
                self.norm = nn.Identity()
        self.last = last

    def forward(self, x):
        x = self.norm(self.conv(x))
        return x if self.last else F.leaky_relu(x, 0.2, inplace=True)


def make_disc_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, final_layer=False
):
    return DiscBlock(in_channels, out_channels, kernel_size, stride, padding, norm, final_layer)
