# wrong: the slope with respect to disc's parameters
# says: with respect to disc's parameters
import torch


def r1_penalty(disc, real):
    slopes = torch.autograd.grad(disc(real).sum(), list(disc.parameters()), create_graph=True)
    return sum(slope.square().sum() for slope in slopes)
