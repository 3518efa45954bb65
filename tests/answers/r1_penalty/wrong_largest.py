# wrong: the steepest picture
# says: the largest of the batch
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().flatten(1).sum(1).max()
