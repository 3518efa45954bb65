# wrong: the draws are added to what stands there
# says: added to the weights that were there
import torch
from torch import nn


def weights_init(m):
    with torch.no_grad():
        if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
            m.weight += 0.02 * torch.randn_like(m.weight)
        elif isinstance(m, nn.BatchNorm2d):
            nn.init.normal_(m.weight, 1.0, 0.02)
            nn.init.zeros_(m.bias)
