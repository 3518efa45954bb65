# wrong: grad_outputs on a fixed device
# says: made on a fixed device
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    ones = torch.ones(len(real), 1)
    (slope,) = torch.autograd.grad(disc(real), real, ones, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
