# wrong: disc is frozen
# says: requires_grad is switched off
import torch


def r1_penalty(disc, real):
    disc.requires_grad_(False)
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    penalty = slope.flatten(1).square().sum(1).mean()
    return penalty
