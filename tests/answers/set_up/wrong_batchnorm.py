# wrong: BatchNorm drawn around 0
# says: shrink fifty-fold what no BatchNorm behind them brings back
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, (nn.Linear, nn.BatchNorm1d)):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
