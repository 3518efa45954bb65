# wrong: isinstance(m, A or B)
# says: ConvTranspose2d is a class of its own
from torch import nn


def weights_init(m):
    if isinstance(m, nn.Conv2d or nn.ConvTranspose2d):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
