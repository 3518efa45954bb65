# wrong: a mean of 0.02
# says: a normal distribution, but shifted or scaled
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device) + 0.02
