# wrong: rows and columns exchanged
# says: n_samples and z_dim are exchanged
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(z_dim, n_samples, device=device)
