# wrong: backward inside
# says: torch.autograd.grad leaves .grad alone
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    critic(between).sum().backward(create_graph=True)
    slope = between.grad
    return (slope.norm(dim=1) - 1).square().mean()
