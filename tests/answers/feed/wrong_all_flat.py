# wrong: .flatten() of everything
# says: the whole batch became one row
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten() * 2 - 1, torch.randn(n, z_dim)
