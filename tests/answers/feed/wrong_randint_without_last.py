# wrong: the last digit is never drawn
# says: torch.randint leaves its upper end out
import torch


def feed(digits, n, z_dim):
    rows = torch.randint(0, len(digits) - 1, (n,))
    return digits[rows].flatten(1) * 2 - 1, torch.randn(n, z_dim)
