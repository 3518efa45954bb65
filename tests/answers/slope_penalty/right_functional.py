# right: torch.func
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = t * real + (1 - t) * fake
    slope = torch.func.grad(lambda x: critic(x).sum())(between)
    return (slope.norm(dim=1) - 1).square().mean()
