# wrong: a plain list hides the layers from the network
# says: those in a plain list
from torch import nn


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.layers = [
            get_generator_block(z_dim, hidden_dim),
            get_generator_block(hidden_dim, hidden_dim * 2),
            get_generator_block(hidden_dim * 2, hidden_dim * 4),
            get_generator_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        ]

    def forward(self, noise):
        for layer in self.layers:
            noise = layer(noise)
        return noise

    def get_gen(self):
        return nn.Sequential(*self.layers)
