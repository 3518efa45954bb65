# wrong: each z is scaled to length 1
# says: length
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    return noise / noise.norm(dim=1, keepdim=True)
