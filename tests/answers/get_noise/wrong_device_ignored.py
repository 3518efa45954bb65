# wrong: device is not used
# says: device is not passed on
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim)
