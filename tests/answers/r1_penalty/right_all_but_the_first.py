# right: the sum over all dimensions but the first
import torch


def r1_penalty(disc, real):
    real = real.detach().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), [real], create_graph=True)
    return slope.square().sum(dim=tuple(range(1, slope.dim()))).mean()
