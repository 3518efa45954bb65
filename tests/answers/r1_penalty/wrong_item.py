# wrong: a number without a history
# says: cuts the penalty off
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().flatten(1).sum(1).mean().item()
