# wrong: one digit for the whole batch
# says: one row number is drawn
import torch


def feed(digits, n, z_dim):
    real = digits[torch.randint(len(digits), (1,))].flatten(1).expand(n, 784) * 2 - 1
    return real, torch.randn(n, z_dim)
