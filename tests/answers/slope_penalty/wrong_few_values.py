# wrong: tenths
# says: t takes few values only
import torch


def slope_penalty(critic, real, fake):
    t = torch.randint(11, (len(real), 1), device=real.device) / 10
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
