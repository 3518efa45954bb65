# right: a table of classes
import torch
from torch import nn

RULES = {(nn.Conv2d, nn.ConvTranspose2d): 0.0, (nn.BatchNorm2d,): 1.0}


@torch.no_grad()
def weights_init(m):
    for classes, mean in RULES.items():
        if isinstance(m, classes):
            m.weight.normal_(mean, std=0.02)
            if m.bias is not None:
                m.bias.zero_()
