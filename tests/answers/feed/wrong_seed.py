# wrong: a seed is set inside
# says: a seed is set inside
import torch


def feed(digits, n, z_dim):
    torch.manual_seed(0)
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.randn(n, z_dim)
