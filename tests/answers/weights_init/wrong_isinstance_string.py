# wrong: the class as a text
# says: the class itself, not its name in quotes
from torch import nn


def weights_init(m):
    if isinstance(m, ("Conv2d", "ConvTranspose2d")):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, "BatchNorm2d"):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
