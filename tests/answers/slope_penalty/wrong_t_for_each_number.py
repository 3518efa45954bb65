# wrong: a t for each number
# says: each column has a factor of its own
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand_like(real)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
