# wrong: absolute values instead of squares
# says: absolute values are added
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.abs().flatten(1).sum(1).mean()
