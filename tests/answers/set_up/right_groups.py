# right: a group for each layer
import torch
from torch import nn


def set_up(gen, disc):
    with torch.no_grad():
        for net in (gen, disc):
            for layer in net:
                if isinstance(layer, nn.Linear):
                    layer.weight.copy_(0.02 * torch.randn(layer.weight.shape))
    gen_groups = [{"params": layer.parameters()} for layer in gen]
    disc_groups = [{"params": layer.parameters()} for layer in disc]
    return (
        torch.optim.Adam(gen_groups, lr=1e-3, betas=(0.0, 0.99)),
        torch.optim.Adam(disc_groups, lr=1e-3, betas=(0.0, 0.99)),
    )
