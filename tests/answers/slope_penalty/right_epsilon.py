# right: a small number under the root
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    norms = (slope.square().sum(dim=1) + 1e-12).sqrt()
    return (norms - 1).square().mean()
