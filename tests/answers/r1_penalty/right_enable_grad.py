# right: with gradients switched on, wherever it is called
import copy

import torch


@torch.enable_grad()
def r1_penalty(disc, real):
    x = torch.nn.Parameter(copy.deepcopy(real))
    slope = torch.autograd.grad(torch.sum(disc(x)), x, create_graph=True)[0]
    return torch.mean(torch.sum(torch.flatten(slope, 1) ** 2, dim=1))
