# right: one digit at a time, as a list
import torch


def feed(digits, n, z_dim):
    real = torch.stack([digits[torch.randint(len(digits), ()).item()].flatten() for _ in range(n)])
    return [2 * real - 1, torch.empty(n, z_dim).normal_()]
