# wrong: NumPy's seed is set from the clock in each call
# says: a new seed for NumPy's random numbers
import time

import numpy as np
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    np.random.seed(time.time_ns() % 2**32)
    noise = np.random.randn(n_samples, z_dim).astype(np.float32)
    return torch.from_numpy(noise).to(device)
