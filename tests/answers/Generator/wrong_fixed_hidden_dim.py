# wrong: 128 is written as a number
# says: a size is written as a number where an argument should stand
from torch import nn


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.gen = nn.Sequential(
            get_generator_block(z_dim, 128),
            get_generator_block(128, 256),
            get_generator_block(256, 512),
            get_generator_block(512, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        )

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
