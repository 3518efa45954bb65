# wrong: the first rows, shuffled
# says: draw from all len(digits) rows
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(n)
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.randn(n, z_dim)
