# right: the longer minus the shorter
import torch


def earth_mover(a, b):
    x, y = a.sort().values, b.sort().values
    return torch.where(x > y, x - y, y - x).mean()
