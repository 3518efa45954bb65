# wrong: RMSprop
# says: RMSprop stands where Adam is asked for
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    gen_opt = torch.optim.RMSprop(gen.parameters(), lr=1e-3)
    disc_opt = torch.optim.RMSprop(disc.parameters(), lr=1e-3)
    return gen_opt, disc_opt
