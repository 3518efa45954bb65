# wrong: the square of the mean norm
# says: the mean norm is squared
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).norm(dim=1).mean() ** 2
