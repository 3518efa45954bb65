# wrong: uniform noise
# says: torch.rand draws uniform
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.rand(n, z_dim)
