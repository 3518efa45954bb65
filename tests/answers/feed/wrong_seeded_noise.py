# wrong: the noise has a seed
# says: a seed is set inside
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(start_dim=1) * 2 - 1
    return real, torch.randn(n, z_dim, generator=torch.Generator().manual_seed(0))
