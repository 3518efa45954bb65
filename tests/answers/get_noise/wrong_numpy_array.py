# wrong: a NumPy array is not a tensor
# says: torch.from_numpy
import numpy as np


def get_noise(n_samples, z_dim, device="cpu"):
    return np.random.randn(n_samples, z_dim).astype(np.float32)
