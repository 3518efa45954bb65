# wrong: randn_like with sizes
# says: names that end in _like take a tensor
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn_like(n_samples, z_dim)
