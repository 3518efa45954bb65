# wrong: the block draws DCGAN's first weights itself
# says: the weights are set by hand
from torch import nn


def make_disc_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, norm=True, final_layer=False
):
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    nn.init.normal_(conv.weight, 0.0, 0.02)
    if final_layer:
        return conv
    layers = [conv, nn.BatchNorm2d(out_channels)] if norm else [conv]
    return nn.Sequential(*layers, nn.LeakyReLU(0.2))
