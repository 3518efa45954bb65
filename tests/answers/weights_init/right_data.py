# right: Tensor.normal_ on .data
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data.normal_(0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        m.weight.data.normal_(1, 0.02)
        m.bias.data.zero_()
