# wrong: one of a thousand seeds in each call
# says: a new seed for torch's random numbers
import random

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    torch.manual_seed(random.randint(0, 1000))
    return torch.randn(n_samples, z_dim, device=device)
