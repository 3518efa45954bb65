# wrong: the generator's activation
# says: it is the generator's
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
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    if final_layer:
        return conv
    if not norm:
        return nn.Sequential(conv, nn.ReLU())
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.ReLU())
