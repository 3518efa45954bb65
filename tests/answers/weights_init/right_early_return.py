# right: returns early for whatever is not asked for
from torch import nn


def weights_init(m):
    if not isinstance(m, (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)):
        return
    mean = float(isinstance(m, nn.BatchNorm2d))
    m.weight.data.normal_(mean, 0.02)
    if m.bias is not None:
        m.bias.data.zero_()
