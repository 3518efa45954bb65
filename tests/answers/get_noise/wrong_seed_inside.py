# wrong: a seed inside the function gives the same noise at every call
# says: a seed is set
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    torch.manual_seed(0)
    return torch.randn(n_samples, z_dim, device=device)
