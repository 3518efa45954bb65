# wrong: Python's float as the dtype
# says: dtype=float are float64
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, dtype=float, device=device)
