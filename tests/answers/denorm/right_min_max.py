# right: minimum and maximum; a detached copy
import torch


def denorm(x):
    pixels = x.detach().clone().add_(1).mul_(0.5)
    return torch.minimum(torch.maximum(pixels, torch.zeros_like(pixels)), torch.ones_like(pixels))
