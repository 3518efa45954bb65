# right: without the blocks, layer by layer
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    n = image_size.bit_length() - 3
    up, a = [], z_dim
    for k in range(n - 1, -1, -1):
        b = base << k
        settings = (4, 1, 0) if k == n - 1 else (4, 2, 1)
        up += [nn.ConvTranspose2d(a, b, *settings, bias=False), nn.BatchNorm2d(b), nn.ReLU(True)]
        a = b
    up += [nn.ConvTranspose2d(a, channels, 4, 2, 1, bias=False), nn.Tanh()]
    down, a = [], channels
    for k in range(n):
        b = base << k
        down += [nn.Conv2d(a, b, 4, 2, 1, bias=False)]
        down += [nn.BatchNorm2d(b)] if k else []
        down += [nn.LeakyReLU(0.2, inplace=True)]
        a = b
    down += [nn.Conv2d(a, 1, 4, bias=False), nn.Flatten(1)]
    return nn.Sequential(*up), nn.Sequential(*down)
