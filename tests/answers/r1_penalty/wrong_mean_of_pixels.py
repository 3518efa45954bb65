# wrong: the mean over the pixels too
# says: the mean is taken over pixels too
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().mean()
