# wrong: uniform numbers of the right deviation, from torch.rand
# says: the numbers look uniform
import torch
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data = 0.02 * 12**0.5 * (torch.rand_like(m.weight) - 0.5)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)
