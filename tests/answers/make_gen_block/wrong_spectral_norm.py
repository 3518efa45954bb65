# wrong: spectral_norm around the convolution, the older function
# says: SpectralNorm is put around the layer
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.utils.spectral_norm(
        nn.ConvTranspose2d(
            in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=False
        )
    )
    if final_layer:
        return nn.Sequential(conv, nn.Tanh())
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.ReLU())
