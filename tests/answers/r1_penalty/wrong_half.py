# wrong: the factor 1/2 of the paper
# says: the factor 1/2 belongs to the weight
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().flatten(1).sum(1).mean() / 2
