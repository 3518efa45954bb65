# right: Sequentials in Sequentials, joined in a ModuleList
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    steps = round(image_size / 4).bit_length() - 1
    inner = range(1, steps)
    gen = nn.Sequential(
        make_gen_block(z_dim, base * 2 ** (steps - 1), stride=1, padding=0),
        nn.Sequential(*[make_gen_block(base * 2**k, base * 2 ** (k - 1)) for k in inner[::-1]]),
        make_gen_block(base, channels, final_layer=True),
    )
    disc = nn.Sequential(
        make_disc_block(channels, base, norm=False),
        nn.Sequential(*[make_disc_block(base * 2 ** (k - 1), base * 2**k) for k in inner]),
        nn.Sequential(
            make_disc_block(base * 2 ** (steps - 1), 1, stride=1, padding=0, final_layer=True),
            nn.Flatten(),
        ),
    )
    return nn.ModuleList([gen, disc])
