# wrong: the batch size of the lesson
# says: the mean of the squared norms of the slopes:
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.square().sum() / 64
