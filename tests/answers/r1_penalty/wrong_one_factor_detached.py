# wrong: one factor of the square detached
# says: one of the two factors of the square was cut off
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return (slope * slope.detach()).flatten(1).sum(1).mean()
