# wrong: shifted only
# says: but not stretched
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(1) - 0.5
    return real, torch.randn(n, z_dim)
