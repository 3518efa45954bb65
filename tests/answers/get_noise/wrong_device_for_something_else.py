# wrong: device is used, but not for the noise
# says: device is not passed on
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    scale = torch.ones(1, device=device).item()
    return scale * torch.randn(n_samples, z_dim)
