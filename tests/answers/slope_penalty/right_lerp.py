# right: lerp
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand_like(real[:, :1])
    points = torch.lerp(fake, real, t).detach().requires_grad_(True)
    slope = torch.autograd.grad(critic(points).sum(), points, create_graph=True)[0]
    return torch.mean((torch.linalg.vector_norm(slope, dim=1) - 1) ** 2)
