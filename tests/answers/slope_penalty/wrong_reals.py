# wrong: at the reals
# says: R1 looks there
import torch


def slope_penalty(critic, real, fake):
    between = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
