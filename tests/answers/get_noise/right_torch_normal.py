# right: drawn with torch.normal, mean and deviation written out
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.normal(mean=0.0, std=1.0, size=(n_samples, z_dim), device=device)
