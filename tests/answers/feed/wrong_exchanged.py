# wrong: noise first
# says: the digits come first
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return torch.randn(n, z_dim), real
