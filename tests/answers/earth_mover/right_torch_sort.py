# right: torch.sort, unpacked
import torch


def earth_mover(a, b):
    left, _ = torch.sort(a)
    right, _ = torch.sort(b)
    return torch.mean(torch.abs(left - right))
