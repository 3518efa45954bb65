# right: flattened rows
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    slope = torch.autograd.grad(critic(between).sum(), between, create_graph=True)[0]
    slope = slope.view(len(slope), -1)
    return ((slope.norm(p=2, dim=1) - 1) ** 2).mean()
