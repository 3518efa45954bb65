# right: the pair for half the size, with one block more
from torch import nn


def make_dcgan(z_dim, channels, base, image_size):
    def middle(width, size):
        """Blocks between the channels next to the image and the ends, of both networks."""
        if size == 4:
            return [], [], width
        ups, downs, last = middle(2 * width, size // 2)
        return [*ups, make_gen_block(2 * width, width)], [make_disc_block(width, 2 * width), *downs], last

    ups, downs, last = middle(base, image_size // 2)
    gen = nn.Sequential(
        make_gen_block(z_dim, last, 4, 1, 0),
        *ups,
        make_gen_block(base, channels, final_layer=True),
    )
    disc = nn.Sequential(
        make_disc_block(channels, base, norm=False),
        *downs,
        make_disc_block(last, 1, 4, 1, 0, final_layer=True),
        nn.Flatten(),
    )
    return [gen, disc]
