# wrong: uniform numbers moved to [-1, 1]
# says: no number lies beyond 2, as with rescaled uniform numbers
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device) * 2 - 1
