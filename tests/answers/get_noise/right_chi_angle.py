# right: a length and an angle
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    r = torch.empty(n_samples, z_dim, device=device).exponential_().mul_(2).sqrt_()
    return r * torch.cos(torch.empty_like(r).uniform_(0, 6.283185307179586))
