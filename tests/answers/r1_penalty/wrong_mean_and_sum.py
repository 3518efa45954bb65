# wrong: mean and sum exchanged
# says: it is the other way round
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().mean(dim=1).sum()
