# wrong: an inner function is returned, and not called
# says: the function `init` itself is returned
from torch import nn


def weights_init(m):
    def init(layer):
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(layer.weight, 0.0, 0.02)
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.normal_(layer.weight, 1.0, 0.02)
            nn.init.zeros_(layer.bias)

    return init
