# wrong: NumPy's array has no to
# says: that is NumPy's array
import numpy as np


def get_noise(n_samples, z_dim, device="cpu"):
    return np.random.randn(n_samples, z_dim).to(device)
