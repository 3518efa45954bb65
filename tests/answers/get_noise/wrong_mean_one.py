# wrong: mean and deviation are both 1
# says: shifted or scaled
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.normal(1.0, 1.0, size=(n_samples, z_dim), device=device)
