# wrong: Python's random is seeded anew in each call
# says: a new seed for Python's random numbers
import random

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    random.seed()
    rows = [[random.gauss(0, 1) for _ in range(z_dim)] for _ in range(n_samples)]
    return torch.tensor(rows, device=device)
