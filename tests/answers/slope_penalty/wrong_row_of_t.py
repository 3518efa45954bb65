# wrong: factors along the columns
# says: one factor for each row, of shape (n, 1)
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
