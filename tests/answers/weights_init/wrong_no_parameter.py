# wrong: no parameter
# says: m is missing
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 3, 3))


def weights_init():
    for m in net.modules():
        if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(m.weight, 0.0, 0.02)
