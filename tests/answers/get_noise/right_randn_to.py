# right: drawn on the CPU, then moved
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim).to(device)
