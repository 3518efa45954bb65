# right: NumPy's newer generator, made once outside the function
import numpy as np
import torch

rng = np.random.default_rng(0)


def get_noise(n_samples, z_dim, device="cpu"):
    noise = rng.standard_normal((n_samples, z_dim), dtype=np.float32)
    return torch.tensor(noise, device=device)
