# wrong: one noise vector for all
# says: one row is repeated
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.randn(z_dim).expand(n, z_dim)
