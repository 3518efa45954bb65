# wrong: two dimensions too many
# says: the values are there, in another shape
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, 1, 1, device=device)
