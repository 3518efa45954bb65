# wrong: new parameters after the optimizers are made
# says: got new parameters after it was made
import torch
from torch import nn


def set_up(gen, disc):
    gen_opt = torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99))
    disc_opt = torch.optim.Adam(disc.parameters(), lr=1e-3, betas=(0.0, 0.99))
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            layer.weight = nn.Parameter(0.02 * torch.randn_like(layer.weight))
    return gen_opt, disc_opt
