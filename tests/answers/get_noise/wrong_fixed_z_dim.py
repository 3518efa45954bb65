# wrong: the length of z is written as a number
# says: written as a number
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, 10, device=device)
