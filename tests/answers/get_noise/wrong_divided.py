# wrong: divided by the square root of z_dim
# says: shifted or scaled
import math

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device) / math.sqrt(z_dim)
