# right: a list of two, parameters as lists
import torch
from torch import nn


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.0, 0.02)
    return [
        torch.optim.Adam(list(net.parameters()), 0.001, (0.0, 0.99), foreach=False)
        for net in (gen, disc)
    ]
