# right: torch.normal with a tensor of means and one of deviations
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    mean = torch.zeros(n_samples, z_dim, device=device)
    return torch.normal(mean, torch.ones_like(mean))
