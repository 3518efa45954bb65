# wrong: numbers beyond 1 are cut off
# says: cut off
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device).clamp(-1, 1)
