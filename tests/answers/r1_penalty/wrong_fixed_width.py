# wrong: rows of 784
# says: shape is fixed in the code
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.view(-1, 784).square().sum(1).mean()
