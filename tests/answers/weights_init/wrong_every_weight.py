# wrong: everything that has weights
# says: the condition is too wide
from torch import nn


def weights_init(m):
    if isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
    elif hasattr(m, "weight"):
        nn.init.normal_(m.weight, 0.0, 0.02)
