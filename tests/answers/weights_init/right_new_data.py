# right: new numbers for the same parameter
import torch
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data = torch.randn(m.weight.shape) * 0.02
    elif isinstance(m, nn.BatchNorm2d):
        m.weight.data = torch.randn(m.weight.shape) * 0.02 + 1
        m.bias.data = torch.zeros(m.bias.shape)
