# wrong: whole numbers
# says: whole numbers
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randint(0, 255, (n_samples, z_dim), device=device)
