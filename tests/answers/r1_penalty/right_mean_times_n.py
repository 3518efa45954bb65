# right: the mean of the logits, and the factor that this costs
import torch


def r1_penalty(disc, real):
    x = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(x).mean(), x, create_graph=True)
    rows = slope.flatten(1) * len(x)
    return rows.square().sum(dim=-1).mean()
