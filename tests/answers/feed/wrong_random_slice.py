# wrong: a slice with a random start
# says: fewer than n rows
import torch


def feed(digits, n, z_dim):
    start = torch.randint(len(digits), (1,)).item()
    return digits[start : start + n].flatten(1) * 2 - 1, torch.randn(n, z_dim)
