# wrong: the type compared
# says: misses subclasses
from torch import nn


def weights_init(m):
    if type(m) in (nn.Conv2d, nn.ConvTranspose2d):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif type(m) is nn.BatchNorm2d:
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
