# right: everything by name, tuples for sizes
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(
        in_channels=in_channels,
        out_channels=out_channels,
        kernel_size=(kernel_size, kernel_size),
        stride=(stride, stride),
        padding=(padding, padding),
        bias=False,
    )
    if not final_layer:
        return nn.Sequential(conv, nn.BatchNorm2d(num_features=out_channels), nn.ReLU(inplace=True))
    return nn.Sequential(conv, nn.Tanh())
