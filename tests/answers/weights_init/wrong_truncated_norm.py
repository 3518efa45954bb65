# wrong: BatchNorm's scale is cut off at one deviation
# says: the numbers are cut off
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.trunc_normal_(m.weight, 1.0, 0.02, 0.98, 1.02)
        nn.init.zeros_(m.bias)
