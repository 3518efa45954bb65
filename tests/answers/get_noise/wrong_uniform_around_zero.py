# wrong: uniform numbers moved to [-1, 1]
# says: the numbers look uniform
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device) * 2 - 1
