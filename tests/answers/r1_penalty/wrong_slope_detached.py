# wrong: detach() as in the loss
# says: cuts it off
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    slope = torch.autograd.grad(disc(real).sum(), real, create_graph=True)[0].detach()
    return slope.flatten(1).square().sum(1).mean()
