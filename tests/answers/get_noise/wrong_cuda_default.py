# wrong: the default of device is changed
# says: the default of device is 'cpu'
import torch


def get_noise(n_samples, z_dim, device="cuda"):
    return torch.randn(n_samples, z_dim, device=device)
