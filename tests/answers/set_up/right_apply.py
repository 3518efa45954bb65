# right: apply, BatchNorm drawn around 1, biases 0
import torch
from torch import nn


def draw(layer):
    if isinstance(layer, nn.Linear):
        layer.weight.data.normal_(0, 0.02)
        layer.bias.data.zero_()
    elif isinstance(layer, nn.BatchNorm1d):
        nn.init.normal_(layer.weight, 1.0, 0.02)


def set_up(gen, disc):
    gen.apply(draw)
    disc.apply(draw)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
