# wrong: noise of a tenth
# says: shifted or scaled
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, 0.1 * torch.randn(n, z_dim)
