# wrong: base more channels with every block
# says: channels fall by base
from itertools import pairwise

from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    widths = [base * (k + 1) for k in range(image_size.bit_length() - 3)]
    up = [make_gen_block(z_dim, widths[-1], stride=1, padding=0)]
    up += [make_gen_block(a, b) for a, b in pairwise(widths[::-1])]
    up += [make_gen_block(base, channels, final_layer=True)]
    down = [make_disc_block(channels, base, norm=False)]
    down += [make_disc_block(a, b) for a, b in pairwise(widths)]
    down += [make_disc_block(widths[-1], 1, stride=1, padding=0, final_layer=True)]
    return nn.Sequential(*up), nn.Sequential(*down, nn.Flatten())
