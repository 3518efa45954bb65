# right: a list of widths, walked both ways
import math
from itertools import pairwise

from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    widths = [base * 2**k for k in range(int(math.log2(image_size)) - 2)]
    down = [make_disc_block(channels, base, norm=False)]
    down += [make_disc_block(a, b) for a, b in pairwise(widths)]
    down += [make_disc_block(widths[-1], 1, stride=1, padding=0, final_layer=True), nn.Flatten()]
    up = [make_gen_block(z_dim, widths[-1], stride=1, padding=0)]
    up += [make_gen_block(b, a) for a, b in reversed(list(pairwise(widths)))]
    up += [make_gen_block(base, channels, final_layer=True)]
    return nn.Sequential(*up), nn.Sequential(*down)
