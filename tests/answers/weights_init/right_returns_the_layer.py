# right: returns the layer
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)):
        mean = float(isinstance(m, nn.BatchNorm2d))
        nn.init.normal_(m.weight, mean, 0.02)
        if mean:
            nn.init.zeros_(m.bias)
    return m
