# right: uniform numbers through the inverse distribution function
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    u = torch.rand(n_samples, z_dim, dtype=torch.float64, device=device).clamp_min(1e-15)
    return (2**0.5 * torch.erfinv(2 * u - 1)).float()
