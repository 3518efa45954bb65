# wrong: the networks are made outside
# says: each call makes its own
from torch import nn

pairs = {}


def make_dcgan(z_dim, channels, base, image_size):
    key = (z_dim, channels, base, image_size)
    if key not in pairs:
        widths = [base * 2**k for k in range(image_size.bit_length() - 3)]
        up = [make_gen_block(z_dim, widths[-1], stride=1, padding=0)]
        down = [make_disc_block(channels, base, norm=False)]
        for a, b in zip(widths, widths[1:]):
            up.insert(1, make_gen_block(b, a))
            down.append(make_disc_block(a, b))
        up.append(make_gen_block(base, channels, final_layer=True))
        down.append(make_disc_block(widths[-1], 1, stride=1, padding=0, final_layer=True))
        pairs[key] = nn.Sequential(*up), nn.Sequential(*down, nn.Flatten())
    return pairs[key]
