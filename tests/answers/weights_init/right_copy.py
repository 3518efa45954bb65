# right: randn copied in
import torch
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data.copy_(0.02 * torch.randn_like(m.weight))
    elif isinstance(m, nn.BatchNorm2d):
        m.weight.data.copy_(1 + 0.02 * torch.randn_like(m.weight))
        m.bias.data.copy_(torch.zeros_like(m.bias))
