# right: random.gauss of the standard library
import random

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.tensor(
        [[random.gauss(0, 1) for _ in range(z_dim)] for _ in range(n_samples)], device=device
    )
