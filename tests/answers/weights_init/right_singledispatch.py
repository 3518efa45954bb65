# right: functools.singledispatch
from functools import singledispatch

from torch import nn


@singledispatch
def weights_init(m):
    pass


@weights_init.register(nn.Conv2d)
@weights_init.register(nn.ConvTranspose2d)
def _(m):
    nn.init.normal_(m.weight, 0.0, 0.02)


@weights_init.register(nn.BatchNorm2d)
def _(m):
    nn.init.normal_(m.weight, 1.0, 0.02)
    nn.init.zeros_(m.bias)
