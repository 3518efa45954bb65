# right: Identity and Dropout of nothing stand for what is left out
from torch import nn


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    nothing = nn.Identity
    return nn.Sequential(
        nn.Conv2d(
            in_channels, out_channels, (kernel_size, kernel_size), stride, padding, bias=None
        ),
        nothing() if final_layer or not norm else nn.BatchNorm2d(out_channels),
        nothing() if final_layer else nn.LeakyReLU(negative_slope=0.2),
    )
