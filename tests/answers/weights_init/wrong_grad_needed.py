# wrong: changed in place under autograd
# says: needs torch.no_grad() around it
from torch import nn


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.normal_(0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        m.weight.normal_(1.0, 0.02)
        m.bias.zero_()
