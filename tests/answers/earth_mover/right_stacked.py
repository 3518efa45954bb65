# right: both at once
import torch


def earth_mover(a, b):
    left, right = torch.stack([a, b]).sort(dim=1).values
    return (left - right).abs().mean()
