# wrong: the network is made once, in the body of the class: all share it
# says: the layers are made once
from torch import nn


class Generator(nn.Module):
    networks = {}

    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        key = (z_dim, im_dim, hidden_dim)
        if key not in self.networks:
            self.networks[key] = nn.Sequential(
                get_generator_block(z_dim, hidden_dim),
                get_generator_block(hidden_dim, hidden_dim * 2),
                get_generator_block(hidden_dim * 2, hidden_dim * 4),
                get_generator_block(hidden_dim * 4, im_dim),
                nn.Linear(im_dim, im_dim),
                nn.Sigmoid(),
            )
        self.gen = self.networks[key]

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
