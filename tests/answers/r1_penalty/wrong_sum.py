# wrong: the sum over the batch
# says: that is the sum over the batch
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().sum()
