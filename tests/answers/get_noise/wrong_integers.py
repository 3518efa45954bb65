# wrong: whole numbers
# says: dtype torch.int64
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randint(0, 255, (n_samples, z_dim), device=device)
