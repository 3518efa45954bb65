# wrong: the digits themselves are rescaled
# says: changed the caller's digits
import torch


def feed(digits, n, z_dim):
    digits.mul_(2).sub_(1)
    rows = torch.randperm(len(digits))[:n]
    real = digits[rows].flatten(1)
    return real, torch.randn(n, z_dim)
