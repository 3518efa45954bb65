# wrong: the pixels are shuffled, not the digits
# says: the right pixels in another order
import torch


def feed(digits, n, z_dim):
    flat = digits.flatten(1)
    real = flat[torch.randint(len(flat), (n,))][:, torch.randperm(784)]
    return real * 2 - 1, torch.randn(n, z_dim)
