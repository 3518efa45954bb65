# right: torch.distributions
from torch import nn
from torch.distributions import Normal


def weights_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        m.weight.data = Normal(0.0, 0.02).sample(m.weight.shape)
    elif isinstance(m, nn.BatchNorm2d):
        m.weight.data = Normal(1.0, 0.02).sample(m.weight.shape)
        nn.init.zeros_(m.bias)
