# wrong: 0.2 for 0.02
# says: the deviation is 0.2
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.2)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
