# right: a list that grows
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    layers = [
        nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    ]
    if final_layer:
        layers.append(nn.Tanh())
    else:
        layers += [nn.BatchNorm2d(out_channels), nn.ReLU(True)]
    return nn.Sequential(*layers)
