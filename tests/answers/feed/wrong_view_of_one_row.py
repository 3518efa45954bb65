# wrong: view(1, -1) makes one row of the batch
# says: the whole batch became one row
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].view(1, -1) * 2 - 1, torch.randn(n, z_dim)
