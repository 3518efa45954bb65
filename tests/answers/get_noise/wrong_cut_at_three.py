# wrong: cut at 3
# says: no number lies beyond 3
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device).clamp(-3, 3)
