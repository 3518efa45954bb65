# wrong: the sum over three dimensions, which rows do not have
# says: number of dimensions is fixed
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().sum(dim=(1, 2, 3)).mean()
