# wrong: the parameter device is missing
# says: device is missing
import torch


def get_noise(n_samples, z_dim):
    return torch.randn(n_samples, z_dim)
