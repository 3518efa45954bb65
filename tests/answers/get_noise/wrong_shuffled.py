# wrong: drawn once for each size, and shuffled anew
# says: from a table that is made once
import torch

drawn = {}


def get_noise(n_samples, z_dim, device="cpu"):
    size = (n_samples, z_dim)
    if size not in drawn:
        drawn[size] = torch.randn(size)
    return drawn[size][torch.randperm(n_samples)].to(device)
