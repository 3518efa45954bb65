# right: randn_like of an empty tensor
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn_like(torch.empty(n_samples, z_dim, device=device))
