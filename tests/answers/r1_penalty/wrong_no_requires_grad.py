# wrong: real asks for no gradients
# says: requires_grad_()
import torch


def r1_penalty(disc, real):
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
