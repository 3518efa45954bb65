# right: parts added one by one, last ones first named
from torch import nn


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        last = nn.Linear(im_dim, im_dim)
        self.gen = nn.Sequential()
        self.gen.add_module("first", get_generator_block(z_dim, hidden_dim))
        for i in (1, 2):
            width = hidden_dim * i
            self.gen.add_module(f"wider{i}", get_generator_block(width, 2 * width))
        self.gen.add_module("image", get_generator_block(hidden_dim * 4, im_dim))
        self.gen.add_module("last", last)
        self.gen.add_module("sigmoid", nn.Sigmoid())

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
