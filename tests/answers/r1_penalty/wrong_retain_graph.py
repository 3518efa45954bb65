# wrong: retain_graph in the place of create_graph
# says: create_graph=True
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, retain_graph=True)
    return slope.flatten(1).square().sum(1).mean()
