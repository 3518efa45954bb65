# wrong: requires_grad_ on the caller's tensor
# says: changes the caller's tensor
import torch


def r1_penalty(disc, real):
    real.requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
