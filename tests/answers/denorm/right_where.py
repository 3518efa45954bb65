# right: both sides cut off by torch.where
import torch


def denorm(x):
    y = 0.5 * x + 0.5
    y = torch.where(y < 0, torch.zeros_like(y), y)
    return torch.where(y > 1, torch.ones_like(y), y)
