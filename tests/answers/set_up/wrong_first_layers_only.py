# wrong: only the first layer of each network is drawn
# says: gen[3] is as PyTorch made it
import torch
from torch import nn


def set_up(gen, disc):
    nn.init.normal_(gen[0].weight, 0.0, 0.02)
    nn.init.normal_(disc[0].weight, 0.0, 0.02)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
