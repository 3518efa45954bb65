# wrong: whole numbers turned into floats
# says: whole numbers
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randint(-3, 4, (n_samples, z_dim), device=device).float()
