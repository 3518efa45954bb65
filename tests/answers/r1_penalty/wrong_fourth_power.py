# wrong: squared twice
# says: squared once more
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return (slope.flatten(1).square().sum(1) ** 2).mean()
