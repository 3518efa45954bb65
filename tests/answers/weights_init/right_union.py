# right: a union of types, std by name
from torch import nn


def weights_init(m):
    if isinstance(m, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(m.weight, std=0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, mean=1, std=0.02)
        nn.init.constant_(m.bias, 0)
