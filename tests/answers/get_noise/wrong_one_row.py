# wrong: one row for all samples
# says: one row is repeated for every sample
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(1, z_dim, device=device).repeat(n_samples, 1)
