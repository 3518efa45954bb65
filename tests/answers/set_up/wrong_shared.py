# wrong: one optimizer for both
# says: it holds the parameters of both
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    both = torch.optim.Adam([*gen.parameters(), *disc.parameters()], lr=1e-3, betas=(0.0, 0.99))
    return both, both
