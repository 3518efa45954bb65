# right: t counted from the real
import torch


def slope_penalty(critic, real, fake):
    alpha = torch.rand(real.shape[0], 1).to(real)
    points = (real + alpha * (fake - real)).requires_grad_()
    (slope,) = torch.autograd.grad(critic(points).mean() * len(real), points, create_graph=True)
    return (slope.square().sum(dim=1).sqrt() - 1).pow(2).mean()
