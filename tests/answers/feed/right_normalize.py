# right: (x - 0.5) / 0.5, rows drawn by multinomial
import torch


def feed(digits, n, z_dim):
    rows = torch.multinomial(torch.ones(len(digits)), n, replacement=True)
    return (digits[rows].reshape(n, -1) - 0.5) / 0.5, torch.normal(0.0, 1.0, (n, z_dim))
