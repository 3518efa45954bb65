# wrong: the slope with respect to disc's first weights
# says: with respect to disc's parameters
import torch


def r1_penalty(disc, real):
    weight = next(disc.parameters())
    (slope,) = torch.autograd.grad(disc(real).sum(), weight, create_graph=True)
    return slope.square().sum()
