# right: the network is built by a static method
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = self.build(im_dim, hidden_dim)

    @staticmethod
    def build(im_dim, h):
        return nn.Sequential(
            get_discriminator_block(im_dim, 4 * h),
            get_discriminator_block(4 * h, 2 * h),
            get_discriminator_block(2 * h, h),
            nn.Linear(h, out_features=1),
        )

    def forward(self, image):
        return self.disc.forward(image)

    def get_disc(self):
        return self.disc
