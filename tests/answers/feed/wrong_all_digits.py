# wrong: all digits, not n
# says: all digits are returned
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))
    return digits[rows].flatten(1) * 2 - 1, torch.randn(n, z_dim)
