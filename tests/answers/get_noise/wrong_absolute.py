# wrong: only positive numbers, as pixels have
# says: all numbers are positive
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device).abs()
