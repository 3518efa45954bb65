# wrong: every module is taken for a convolution
# says: net.apply hands over every module
from torch import nn


def weights_init(m):
    nn.init.normal_(m.weight, 0.0, 0.02)
