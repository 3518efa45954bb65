# wrong: black and white exchanged
# says: black and white are exchanged
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    real = 1 - 2 * digits[rows].flatten(1)
    return real, torch.randn(n, z_dim)
