# wrong: torch.normal with sizes
# says: torch.normal takes a mean, a deviation
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.normal(n_samples, z_dim)
