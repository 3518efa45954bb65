# wrong: a slice that begins at random
# says: draw each row
import torch


def feed(digits, n, z_dim):
    begin = int(torch.randint(0, len(digits) - n + 1, ()))
    return digits[begin : begin + n].flatten(1) * 2 - 1, torch.randn(n, z_dim)
