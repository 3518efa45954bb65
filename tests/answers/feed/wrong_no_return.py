# wrong: a forgotten return
# says: a forgotten return
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    noise = torch.randn(n, z_dim)
