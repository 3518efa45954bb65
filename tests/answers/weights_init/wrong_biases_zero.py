# wrong: every bias is set to 0
# says: Linear with its bias as before
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
    elif getattr(m, "bias", None) is not None and not isinstance(m.bias, bool):
        nn.init.zeros_(m.bias)
