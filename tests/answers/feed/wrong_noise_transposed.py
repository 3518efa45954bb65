# wrong: z_dim and n have changed places
# says: n and z_dim have changed places in the noise
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, torch.randn(z_dim, n)
