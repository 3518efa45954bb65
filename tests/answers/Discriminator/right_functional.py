# right: layers in reverse order in __init__, functional calls; get_disc returns self
import torch.nn.functional as F
from torch import nn


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.last = nn.Linear(hidden_dim, 1)
        self.third = nn.Linear(hidden_dim * 2, hidden_dim)
        self.second = nn.Linear(hidden_dim * 4, hidden_dim * 2)
        self.first = nn.Linear(im_dim, hidden_dim * 4)

    def forward(self, image):
        x = F.leaky_relu(self.first(image), negative_slope=0.2)
        x = F.leaky_relu(self.second(x), negative_slope=0.2)
        x = F.leaky_relu(self.third(x), negative_slope=0.2)
        return self.last(x)

    def get_disc(self):
        return self
