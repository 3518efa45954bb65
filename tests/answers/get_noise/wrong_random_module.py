# wrong: a module called
# says: that is a module
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.random(n_samples, z_dim)
