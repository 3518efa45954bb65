# wrong: the slope is averaged before it is squared
# says: averaged over the batch before they are squared
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.mean(dim=0).square().sum()
