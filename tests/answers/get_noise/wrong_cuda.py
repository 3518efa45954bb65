# wrong: the device is fixed to the GPU
# says: 'cuda' is fixed in the code
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device="cuda")
