# wrong: still pictures
# says: flatten(start_dim=1)
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows] * 2 - 1
    return real, torch.randn(n, z_dim)
