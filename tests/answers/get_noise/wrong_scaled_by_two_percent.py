# wrong: a deviation of 1.02
# says: a normal distribution, but shifted or scaled
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return 1.02 * torch.randn(n_samples, z_dim, device=device)
