# wrong: only the first picture
# says: only the first picture counts
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real)[0], real, create_graph=True)
    return slope[0].square().sum()
