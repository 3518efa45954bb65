# right: all generators share the Sigmoid, an attribute of the class
from torch import nn


class Generator(nn.Module):
    sigmoid = nn.Sigmoid()

    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.gen = nn.Sequential(
            get_generator_block(z_dim, hidden_dim),
            get_generator_block(hidden_dim, hidden_dim * 2),
            get_generator_block(hidden_dim * 2, hidden_dim * 4),
            get_generator_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            self.sigmoid,
        )

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
