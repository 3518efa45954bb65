# wrong: uniform numbers with mean 0 and deviation 1 are still uniform
# says: uniform
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return (torch.rand(n_samples, z_dim, device=device) - 0.5) * 12**0.5
