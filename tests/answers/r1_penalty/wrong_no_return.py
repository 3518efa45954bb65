# wrong: the penalty is not returned
# says: computed but not returned
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    penalty = slope.flatten(1).square().sum(1).mean()
