# wrong: the length of the noise is written as a number
# says: is a size of the noise written in the code?
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, torch.randn(n, 64)
