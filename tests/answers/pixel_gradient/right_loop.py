# right: a loop over the pictures
import torch


def pixel_gradient(disc, fake):
    gradients = []
    for picture in fake:
        one = picture[None].clone().requires_grad_()
        gradients.append(torch.autograd.grad(disc(one)[0, 0], one)[0])
    return torch.cat(gradients)
