# right: both dimensions of size 1 are squeezed away
from torch import nn


class Squeeze(nn.Module):
    def forward(self, x):
        return x.squeeze(-1).squeeze(-1)


def make_dcgan(z_dim, channels, base, image_size):
    width, size = base, image_size // 2
    up, down = [], [make_disc_block(channels, width, norm=False)]
    while size != 4:
        down += [make_disc_block(width, width * 2)]
        up += [make_gen_block(width * 2, width)]
        width *= 2
        size //= 2
    up += [make_gen_block(z_dim, width, 4, stride=1, padding=0)]
    up.reverse()
    up += [make_gen_block(base, channels, final_layer=True)]
    down += [make_disc_block(width, 1, 4, stride=1, padding=0, final_layer=True), Squeeze()]
    return nn.Sequential(*up), nn.Sequential(*down)
