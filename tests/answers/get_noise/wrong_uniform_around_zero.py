# wrong: uniform numbers moved to [-1, 1]
# says: the numbers lie in [-1, 1], like rescaled torch.rand; use torch.randn
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device) * 2 - 1
