# wrong: one kernel is drawn and used for all channels
# says: numbers are repeated
import torch
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data = (0.02 * torch.randn(m.weight.shape[1:])).expand_as(m.weight).clone()
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
