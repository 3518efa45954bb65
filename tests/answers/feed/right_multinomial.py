# right: torch.multinomial
import torch


def feed(digits, n, z_dim):
    weights = torch.ones(len(digits))
    index = torch.multinomial(weights, n, replacement=True)
    real = digits[index].view(n, -1).mul(2).sub(1)
    return real, torch.randn(n, z_dim)
