# wrong: backward() of the penalty itself
# says: backward() is called inside the function
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    penalty = slope.flatten(1).square().sum(1).mean()
    penalty.backward()
    return penalty
