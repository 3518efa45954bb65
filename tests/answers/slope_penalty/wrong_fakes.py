# wrong: at the fakes
# says: is one part of two
import torch


def slope_penalty(critic, real, fake):
    between = fake.clone().requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
