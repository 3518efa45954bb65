# wrong: the slope of many numbers
# says: the slope is taken of one number
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
