# right: a Sequential with a forward of its own
from torch import nn


class Judge(nn.Sequential):
    def forward(self, image):
        logits = super().forward(image)
        return logits.view(len(image), 1)


def make_dcgan(z_dim, channels, base, image_size):
    table = {16: [1, 2], 32: [1, 2, 4], 64: [1, 2, 4, 8]}
    widths = [base * factor for factor in table[image_size]]
    gen = nn.Sequential()
    gen.add_module("start", make_gen_block(z_dim, widths[-1], stride=1, padding=0))
    for number in range(len(widths) - 1, 0, -1):
        gen.add_module(f"up{number}", make_gen_block(widths[number], widths[number - 1]))
    gen.add_module("image", make_gen_block(widths[0], channels, final_layer=True))
    disc = Judge(make_disc_block(channels, widths[0], norm=False))
    for number in range(1, len(widths)):
        disc.add_module(f"down{number}", make_disc_block(widths[number - 1], widths[number]))
    disc.add_module("logit", make_disc_block(widths[-1], 1, 4, 1, 0, False, True))
    return gen, disc
