# wrong: base channels next to the noise
# says: base counts the channels next to the image
from itertools import pairwise

from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    widths = [max(1, base // 2**k) for k in range(image_size.bit_length() - 3)]
    up = [make_gen_block(z_dim, base, stride=1, padding=0)]
    up += [make_gen_block(a, b) for a, b in pairwise(widths)]
    up += [make_gen_block(widths[-1], channels, final_layer=True)]
    down = [make_disc_block(channels, widths[-1], norm=False)]
    down += [make_disc_block(a, b) for a, b in pairwise(widths[::-1])]
    down += [make_disc_block(base, 1, stride=1, padding=0, final_layer=True)]
    return nn.Sequential(*up), nn.Sequential(*down, nn.Flatten())
