# wrong: n_samples * z_dim numbers in one row
# says: the values are there, in another shape
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples * z_dim, device=device)
