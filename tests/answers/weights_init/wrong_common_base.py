# wrong: torch's common base classes, which Conv1d has too
# says: true of others too
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.conv import _ConvNd


def weights_init(m):
    if isinstance(m, _ConvNd):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, _BatchNorm):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
