# wrong: the second half of each z repeats the first
# says: not independent
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    half = torch.randn(n_samples, (z_dim + 1) // 2, device=device)
    return torch.cat([half, half], dim=1)[:, :z_dim]
