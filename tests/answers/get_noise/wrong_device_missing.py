# wrong: the parameter device is missing
# says: it takes (n_samples, z_dim), but the exercise asks for
import torch


def get_noise(n_samples, z_dim):
    return torch.randn(n_samples, z_dim)
