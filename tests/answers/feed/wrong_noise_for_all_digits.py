# wrong: as many noise vectors as digits
# says: as many noise vectors as there are digits
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, torch.randn(len(digits), z_dim)
