# wrong: each z is given mean 0 and deviation 1
# says: standardised
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    return (noise - noise.mean(dim=1, keepdim=True)) / noise.std(dim=1, keepdim=True)
