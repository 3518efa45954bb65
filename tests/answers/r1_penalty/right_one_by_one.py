# right: a loop over the pictures
import torch


def r1_penalty(disc, real):
    total = 0
    for picture in real:
        x = picture.unsqueeze(0).clone().requires_grad_()
        (slope,) = torch.autograd.grad(disc(x).squeeze(), x, create_graph=True)
        total = total + (slope * slope).sum()
    return total / len(real)
