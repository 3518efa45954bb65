# right: get_gen builds the Sequential from the parts, which forward uses too
from torch import nn


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.last = nn.Linear(im_dim, im_dim)
        self.block1 = get_generator_block(z_dim, hidden_dim)
        self.block2 = get_generator_block(hidden_dim, hidden_dim * 2)
        self.block3 = get_generator_block(hidden_dim * 2, hidden_dim * 4)
        self.block4 = get_generator_block(hidden_dim * 4, im_dim)

    def forward(self, noise):
        return self.get_gen()(noise)

    def get_gen(self):
        return nn.Sequential(
            self.block1, self.block2, self.block3, self.block4, self.last, nn.Sigmoid()
        )
