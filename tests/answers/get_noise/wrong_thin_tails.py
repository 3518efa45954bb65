# wrong: large numbers are drawn a second time
# says: too few numbers lie beyond
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    return torch.where(noise.abs() > 2.5, torch.randn_like(noise), noise)
