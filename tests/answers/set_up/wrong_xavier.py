# wrong: Xavier's normal weights
# says: from the layer's size
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_normal_(layer.weight)
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    return gen_opt, disc_opt
