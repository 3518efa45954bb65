# wrong: NumPy's noise in double precision
# says: numbers from NumPy are float64
import numpy as np
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return digits[rows].flatten(1) * 2 - 1, torch.from_numpy(np.random.randn(n, z_dim))
