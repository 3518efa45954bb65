# wrong: a normalised weight as a bonus
# says: SpectralNorm is put around the layer
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm


def make_disc_block(
    in_channels,
    out_channels,
    kernel_size=4,
    stride=2,
    padding=1,
    norm=True,
    final_layer=False,
):
    conv = spectral_norm(
        nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    )
    if final_layer:
        return conv
    if not norm:
        return nn.Sequential(conv, nn.LeakyReLU(0.2))
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.LeakyReLU(0.2))
