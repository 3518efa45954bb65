# wrong: the slope of the probability
# says: the slope of sigmoid(logit) is taken
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    sure = torch.sigmoid(disc(real))
    (slope,) = torch.autograd.grad(sure.sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
