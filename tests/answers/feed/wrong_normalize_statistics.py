# wrong: MNIST's mean and deviation
# says: MNIST's mean and deviation
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return (digits[rows].flatten(1) - 0.1307) / 0.3081, torch.randn(n, z_dim)
