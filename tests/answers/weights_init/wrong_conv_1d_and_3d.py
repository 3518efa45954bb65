# wrong: convolutions of all dimensions
# says: true of others too
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
    elif isinstance(m, (nn.Conv1d, nn.Conv3d)):
        nn.init.normal_(m.weight, 0.0, 0.02)
