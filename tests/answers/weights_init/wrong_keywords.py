# wrong: keywords of another library
# says: no argument of that name
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, loc=0.0, scale=0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, loc=1.0, scale=0.02)
        nn.init.zeros_(m.bias)
