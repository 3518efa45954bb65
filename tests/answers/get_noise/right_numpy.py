# right: drawn with NumPy, made float32 and moved
import numpy as np
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = np.random.randn(n_samples, z_dim)
    return torch.from_numpy(noise).float().to(device)
