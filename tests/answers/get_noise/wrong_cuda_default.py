# wrong: the default of device is changed
# says: or made the default
import torch


def get_noise(n_samples, z_dim, device="cuda"):
    return torch.randn(n_samples, z_dim, device=device)
