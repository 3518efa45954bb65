# wrong: the betas have changed places
# says: the betas are (0.99, 0.0)
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.99, 0.0))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.99, 0.0))
    return gen_opt, disc_opt
