# wrong: spectral_norm takes the place of BatchNorm2d
# says: SpectralNorm is put around the layer
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
    if norm:
        conv = nn.utils.parametrizations.spectral_norm(conv)
    return nn.Sequential(conv, nn.LeakyReLU(0.2))
