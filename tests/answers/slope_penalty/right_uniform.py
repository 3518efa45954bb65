# right: uniform_
import torch
import torch.nn.functional as F


def slope_penalty(critic, real, fake):
    t = real.new_empty(len(real), 1).uniform_()
    between = (t * real + (1 - t) * fake).clone().detach()
    between.requires_grad = True
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return F.mse_loss(slope.norm(dim=1), torch.ones_like(slope[:, 0]))
