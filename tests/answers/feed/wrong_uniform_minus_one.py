# wrong: uniform noise between -1 and 1
# says: the numbers look uniform
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, torch.rand(n, z_dim) * 2 - 1
