# wrong: 0 or 1
# says: t is 0 or 1
import torch


def slope_penalty(critic, real, fake):
    t = torch.randint(2, (len(real), 1), device=real.device).float()
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
