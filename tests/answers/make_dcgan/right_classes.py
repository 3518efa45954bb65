# right: two classes with forward methods
import torch
from torch import nn


class Gen(nn.Module):
    def __init__(self, z_dim, channels, base, image_size):
        super().__init__()
        width = base * image_size // 8
        self.start = make_gen_block(z_dim, width, stride=1, padding=0)
        self.blocks = nn.ModuleList()
        while width > base:
            self.blocks.append(make_gen_block(width, width // 2))
            width //= 2
        self.paint = make_gen_block(base, channels, final_layer=True)

    def forward(self, noise):
        x = self.start(noise)
        for block in self.blocks:
            x = block(x)
        return self.paint(x)


class Disc(nn.Module):
    def __init__(self, channels, base, image_size):
        super().__init__()
        width, last = base, base * image_size // 8
        self.blocks = nn.ModuleList([make_disc_block(channels, base, norm=False)])
        while width < last:
            self.blocks.append(make_disc_block(width, 2 * width))
            width *= 2
        self.judge = make_disc_block(width, 1, stride=1, padding=0, final_layer=True)

    def forward(self, image):
        for block in self.blocks:
            image = block(image)
        return torch.flatten(self.judge(image), 1)


def make_dcgan(z_dim, channels, base, image_size):
    return Gen(z_dim, channels, base, image_size), Disc(channels, base, image_size)
