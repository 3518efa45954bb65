# right: draws with a generator of its own, made once outside
import torch
from torch import nn


source = torch.Generator().manual_seed(7)


def weights_init(m):
    if isinstance(m, (nn.modules.conv.Conv2d, nn.modules.conv.ConvTranspose2d)):
        nn.init.normal_(m.weight, std=0.02, generator=source)
    if isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, mean=1.0, std=0.02, generator=source)
        nn.init.constant_(m.bias, 0)
