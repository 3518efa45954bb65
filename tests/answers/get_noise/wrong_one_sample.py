# wrong: n_samples is not used
# says: n_samples
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(z_dim, device=device)
