# wrong: the widths are written as numbers
# says: a size is written as a number where an argument should stand
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(
            get_discriminator_block(im_dim, 512),
            get_discriminator_block(512, 256),
            get_discriminator_block(256, 128),
            nn.Linear(128, 1),
        )

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
