# wrong: requires_grad on real
# says: not to the caller's batches
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    real.requires_grad_()
    between = t * real + (1 - t) * fake
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slope.norm(dim=1) - 1).square().mean()
