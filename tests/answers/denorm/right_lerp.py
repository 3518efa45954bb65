# right: on the way from 0 to 1, as far as x is on its way from -1
import torch


def denorm(x):
    return torch.lerp(torch.zeros_like(x), torch.ones_like(x), (x + 1) / 2).clip(0, 1)
