# right: the stride of the ends is left at 2: it changes nothing there
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    widths = [base]
    while image_size > 8 * len(widths) and 2 ** (len(widths) + 2) < image_size:
        widths.append(2 * widths[-1])
    gen, disc = [], [make_disc_block(channels, base, norm=False)]
    for a, b in zip([z_dim, *widths[:0:-1]], widths[::-1]):
        gen.append(make_gen_block(a, b, padding=0 if a is z_dim else 1))
    gen.append(make_gen_block(base, channels, final_layer=True))
    for a, b in zip(widths, widths[1:]):
        disc.append(make_disc_block(a, b))
    disc.append(make_disc_block(widths[-1], 1, padding=0, norm=False, final_layer=True))
    return nn.Sequential(*gen), nn.Sequential(*disc, nn.Flatten())
