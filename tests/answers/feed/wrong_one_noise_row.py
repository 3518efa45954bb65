# wrong: one row of noise
# says: one noise vector for the whole batch
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.randn(1, z_dim)
