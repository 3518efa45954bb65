# wrong: a loop over a network's layers, of which only the first kind is met
# says: m is one layer
from torch import nn


def weights_init(m):
    for layer in m:
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(layer.weight, 0.0, 0.02)
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.normal_(layer.weight, 1.0, 0.02)
            nn.init.zeros_(layer.bias)
