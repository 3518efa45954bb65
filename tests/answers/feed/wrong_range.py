# wrong: the range is still [0, 1]
# says: as they came
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(1)
    return real, torch.randn(n, z_dim)
