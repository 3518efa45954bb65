# wrong: -1 and 1 have mean 0 and deviation 1 as well
# says: there are two different values only
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randint(0, 2, (n_samples, z_dim), device=device) * 2.0 - 1.0
