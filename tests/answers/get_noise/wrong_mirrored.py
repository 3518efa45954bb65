# wrong: each sample and its mirror image
# says: mirrored
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    half = torch.randn((n_samples + 1) // 2, z_dim)
    return torch.cat([half, -half.flip(0)])[:n_samples].to(device)
