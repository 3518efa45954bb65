# right: randint, with replacement
import torch


def feed(digits, n, z_dim):
    rows = torch.randint(0, digits.shape[0], (n,))
    real = digits[rows].view(n, 784).sub(0.5).div(0.5)
    noise = torch.randn((n, z_dim))
    return real, noise
