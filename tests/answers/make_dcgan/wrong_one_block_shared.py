# wrong: one block object, used again and again
# says: missing: a ConvTranspose2d layer
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    steps = image_size.bit_length() - 4
    same = make_gen_block(base, base)
    gen = nn.Sequential(
        make_gen_block(z_dim, base, stride=1, padding=0),
        *[same] * steps,
        make_gen_block(base, channels, final_layer=True),
    )
    down = [make_disc_block(channels, base, norm=False)]
    down += [make_disc_block(base * 2**k, base * 2 ** (k + 1)) for k in range(steps)]
    down += [make_disc_block(base * 2**steps, 1, stride=1, padding=0, final_layer=True)]
    return gen, nn.Sequential(*down, nn.Flatten())
