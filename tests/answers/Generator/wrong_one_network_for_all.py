# wrong: the network of each size is made once, and shared by all generators
# says: the layers are made once
from torch import nn

networks = {}


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        key = (z_dim, im_dim, hidden_dim)
        if key not in networks:
            networks[key] = nn.Sequential(
                get_generator_block(z_dim, hidden_dim),
                get_generator_block(hidden_dim, hidden_dim * 2),
                get_generator_block(hidden_dim * 2, hidden_dim * 4),
                get_generator_block(hidden_dim * 4, im_dim),
                nn.Linear(im_dim, im_dim),
                nn.Sigmoid(),
            )
        self.gen = networks[key]

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
