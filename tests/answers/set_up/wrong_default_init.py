# wrong: PyTorch's own first weights
# says: gen[0] is as PyTorch made it
import torch
from torch import nn


def set_up(gen, disc):
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
