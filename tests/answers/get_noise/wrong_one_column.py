# wrong: one number for each sample, repeated
# says: one value is repeated along each row
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, 1, device=device).expand(n_samples, z_dim)
