# right: the sizes by the formulas of 6.1 and 6.2
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    disc, size, width = nn.Sequential(make_disc_block(channels, base, norm=False)), image_size, base
    size = conv_out_size(size, 4, stride=2, padding=1)
    while size > 4:
        disc.append(make_disc_block(width, 2 * width))
        size, width = conv_out_size(size, 4, stride=2, padding=1), 2 * width
    disc.append(make_disc_block(width, 1, stride=1, padding=0, final_layer=True))
    disc.append(nn.Flatten())
    gen, size = nn.Sequential(make_gen_block(z_dim, width, stride=1, padding=0)), 4
    while conv_transpose_out_size(size, 4, 2, 1) < image_size:
        gen.append(make_gen_block(width, width // 2))
        size, width = conv_transpose_out_size(size, 4, 2, 1), width // 2
    gen.append(make_gen_block(width, channels, final_layer=True))
    return gen, disc
