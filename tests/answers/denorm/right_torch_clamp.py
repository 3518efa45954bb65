# right: torch.clamp; scaled first, then moved
import torch


def denorm(x):
    return torch.clamp(x * 0.5 + 0.5, min=0.0, max=1.0)
