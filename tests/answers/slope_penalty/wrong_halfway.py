# wrong: always halfway
# says: one t serves the whole batch
import torch


def slope_penalty(critic, real, fake):
    between = ((real + fake) / 2).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
