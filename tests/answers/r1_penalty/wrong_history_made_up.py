# wrong: the missing history is switched on afterwards
# says: the slope was cut off from disc
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real)
    return slope.requires_grad_().flatten(1).square().sum(1).mean()
