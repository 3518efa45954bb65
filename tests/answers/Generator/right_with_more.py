# right: a docstring, kept arguments and one more method
import torch
from torch import nn


class Generator(nn.Module):
    """Makes images from noise."""

    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.z_dim = z_dim
        self.im_dim = im_dim
        h = hidden_dim
        self.gen = nn.Sequential(
            get_generator_block(input_dim=z_dim, output_dim=h),
            get_generator_block(input_dim=h, output_dim=h * 2),
            get_generator_block(input_dim=h * 2, output_dim=h * 2**2),
            get_generator_block(input_dim=h * 2**2, output_dim=im_dim),
            nn.Linear(im_dim, im_dim, bias=True),
            nn.Sigmoid(),
        )

    def forward(self, noise):
        images = self.gen(noise)
        return images

    def get_gen(self):
        return self.gen

    def sample(self, n):
        return self(torch.randn(n, self.z_dim))
