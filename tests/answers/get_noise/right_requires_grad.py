# right: the noise may ask for gradients
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device, requires_grad=True)
