# right: one row after another
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    rows = [torch.randn(z_dim, device=device) for _ in range(n_samples)]
    return torch.stack(rows)
