# wrong: the norm, not its square
# says: the norm is not squared
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).norm(dim=1).mean()
