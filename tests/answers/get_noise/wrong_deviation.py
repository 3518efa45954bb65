# wrong: the deviation of a weight initialisation
# says: a normal distribution, but shifted or scaled
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.normal(0.0, 0.02, size=(n_samples, z_dim), device=device)
