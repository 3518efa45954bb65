# wrong: every parameter is drawn around 0, BatchNorm's scale too
# says: shrink fifty-fold what no BatchNorm behind them brings back
import torch
from torch import nn


def set_up(gen, disc):
    for p in [*gen.parameters(), *disc.parameters()]:
        nn.init.normal_(p, 0.0, 0.02)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
