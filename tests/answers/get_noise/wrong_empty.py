# wrong: memory as it happens to be, not noise
# says: normal
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.empty(n_samples, z_dim, device=device)
