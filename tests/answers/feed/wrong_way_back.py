# wrong: the digits are taken for values in [-1, 1]
# says: that is the way back
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return (digits[rows].flatten(1) + 1) / 2, torch.randn(n, z_dim)
