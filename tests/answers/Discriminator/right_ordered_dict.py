# right: named parts
from collections import OrderedDict

from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        parts = OrderedDict()
        parts["wide"] = get_discriminator_block(im_dim, hidden_dim * 4)
        parts["middle"] = get_discriminator_block(hidden_dim * 4, hidden_dim * 2)
        parts["narrow"] = get_discriminator_block(hidden_dim * 2, hidden_dim)
        parts["logit"] = nn.Linear(hidden_dim, 1)
        self.disc = nn.Sequential(parts)

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
