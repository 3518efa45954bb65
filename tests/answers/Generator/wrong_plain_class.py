# wrong: the class does not inherit from nn.Module
# says: inherit from nn.Module
from torch import nn


class Generator:
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        self.gen = nn.Sequential(
            get_generator_block(z_dim, hidden_dim),
            get_generator_block(hidden_dim, hidden_dim * 2),
            get_generator_block(hidden_dim * 2, hidden_dim * 4),
            get_generator_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        )

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
