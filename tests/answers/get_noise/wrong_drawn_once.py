# wrong: drawn once outside the function, then cut to size
# says: drawn once
import torch

noise = torch.randn(5000, 100)


def get_noise(n_samples, z_dim, device="cpu"):
    return noise[:n_samples, :z_dim].to(device)
