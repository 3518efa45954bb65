# right: structural pattern matching
from torch import nn


def weights_init(m):
    match m:
        case nn.Conv2d() | nn.ConvTranspose2d():
            nn.init.normal_(m.weight, 0.0, 0.02)
        case nn.BatchNorm2d():
            nn.init.normal_(m.weight, 1.0, 0.02)
            nn.init.zeros_(m.bias)
