# wrong: the weight of a Sequential
# says: not every module has weights
import torch
from torch import nn


def set_up(gen, disc):
    for net in (gen, disc):
        nn.init.normal_(net.weight, 0.0, 0.02)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
