# wrong: device is taken for one more size
# says: device=device
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device)
