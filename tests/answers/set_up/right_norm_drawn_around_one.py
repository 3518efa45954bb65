# right: BatchNorm's scales are drawn around 1, Linear's biases set to 0
import torch
from torch import nn


def draw(m):
    match m:
        case nn.Linear():
            m.weight.data.normal_(0, 0.02)
            m.bias.data.zero_()
        case nn.BatchNorm1d():
            m.weight.data.normal_(1, 0.02)
            m.bias.data.fill_(0)


def set_up(gen, disc):
    gen.apply(draw)
    disc.apply(draw)
    betas = (0.0, 0.99)
    gen_opt = torch.optim.Adam([{"params": gen.parameters()}], 1e-3, betas)
    return gen_opt, torch.optim.Adam([{"params": disc.parameters()}], 1e-3, betas)
