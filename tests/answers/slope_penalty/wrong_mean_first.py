# wrong: the mean slope
# says: the mean slope is compared with 1
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1).mean() - 1).square()
