# wrong: the device is fixed to the GPU
# says: the device is fixed to 'cuda'
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device="cuda")
