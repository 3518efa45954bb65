# wrong: 64 rows, whatever n is
# says: is the number of rows written in the code?
import torch


def feed(digits, n, z_dim):
    rows = torch.randint(len(digits), (64,))
    return digits[rows].flatten(1) * 2 - 1, torch.randn(64, z_dim)
