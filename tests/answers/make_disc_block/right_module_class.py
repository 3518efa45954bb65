# right: a class of its own
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, a, b, k, s, p, norm, final):
        super().__init__()
        self.conv = nn.Conv2d(a, b, k, s, p, bias=False)
        if norm and not final:
            self.norm = nn.BatchNorm2d(b)
        self.final = final

    def forward(self, x):
        x = self.conv(x)
        if self.final:
            return x
        if hasattr(self, "norm"):
            x = self.norm(x)
        return F.leaky_relu(x, 0.2)


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    return Block(in_channels, out_channels, kernel_size, stride, padding, norm, final_layer)
