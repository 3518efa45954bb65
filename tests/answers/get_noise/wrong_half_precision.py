# wrong: drawn in half precision
# says: they are rounded
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim).half().float().to(device)
