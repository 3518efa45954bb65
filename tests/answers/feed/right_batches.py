# right: a shuffled loader, made anew
import torch

from ganlab.data import batches


def feed(digits, n, z_dim):
    images = next(iter(batches(digits, n, shuffle=True)))
    real = (images.reshape(n, -1) - 0.5) / 0.5
    return real, torch.randn(n, z_dim)
