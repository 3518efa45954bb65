# wrong: disc is put into evaluation mode
# says: .eval() inside
import torch


def r1_penalty(disc, real):
    disc.eval()
    real = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
