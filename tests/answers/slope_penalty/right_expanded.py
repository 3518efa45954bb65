# right: a factor that is expanded
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), device=real.device).unsqueeze(1).expand_as(real)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
