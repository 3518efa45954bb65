# wrong: a dict of optimizers
# says: return gen_opt, disc_opt
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    return {
        "gen": torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99)),
        "disc": torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99)),
    }
