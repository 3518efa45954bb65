# right: a pair at a time
import torch


def slope_penalty(critic, real, fake):
    penalties = []
    for x, y in zip(real, fake, strict=True):
        t = torch.rand((), device=real.device)
        between = (t * x + (1 - t) * y).unsqueeze(0).requires_grad_()
        (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
        penalties.append((slope.norm() - 1) ** 2)
    return torch.stack(penalties).mean()
