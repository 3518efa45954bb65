# wrong: uniform instead of normal numbers
# says: torch.rand draws uniform numbers
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device)
