# wrong: no noise
# says: every value is the same: nothing is drawn
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.zeros(n_samples, z_dim, device=device)
