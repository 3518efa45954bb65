# right: a ModuleList and functional calls; get_gen returns an inner module
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F


class Layers(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in pairwise(sizes)])
        self.norms = nn.ModuleList([nn.BatchNorm1d(b) for b in sizes[1:-1]])

    def forward(self, x):
        for i, norm in enumerate(self.norms):
            x = F.relu(norm(self.linears[i](x)), inplace=True)
        return torch.sigmoid(self.linears[-1](x))


class Generator(nn.Module):
    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self.gen = Layers(z_dim, hidden_dim, 2 * hidden_dim, 4 * hidden_dim, im_dim, im_dim)

    def forward(self, noise):
        return self.gen(noise)

    def get_gen(self):
        return self.gen
