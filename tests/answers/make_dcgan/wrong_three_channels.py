# wrong: three channels, as of a colour picture, are written as a number
# says: the last layer gives 3 outputs, not 2
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    up, down = [make_gen_block(base, 3, final_layer=True)], []
    down.append(make_disc_block(3, base, norm=False))
    size, width = image_size // 2, base
    while size > 4:
        up.insert(0, make_gen_block(2 * width, width))
        down.append(make_disc_block(width, 2 * width))
        size, width = size // 2, 2 * width
    up.insert(0, make_gen_block(z_dim, width, stride=1, padding=0))
    down.append(make_disc_block(width, 1, stride=1, padding=0, final_layer=True))
    return nn.Sequential(*up), nn.Sequential(*down, nn.Flatten())
