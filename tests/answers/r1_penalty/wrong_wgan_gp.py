# wrong: the penalty of WGAN-GP
# says: as WGAN-GP does
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
