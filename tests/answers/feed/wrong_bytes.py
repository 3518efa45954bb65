# wrong: divided by 127.5, as if the pixels were bytes
# says: that is for bytes
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) / 127.5 - 1, torch.randn(n, z_dim)
