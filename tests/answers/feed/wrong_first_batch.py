# wrong: the loader is made anew
# says: begin with the same rows each time
import torch

from ganlab.data import batches


def feed(digits, n, z_dim):
    images = next(iter(batches(digits, n, shuffle=False)))
    real = images.flatten(1) * 2 - 1
    return real, torch.randn(n, z_dim)
