# wrong: each component is given mean 0 and deviation 1 over the batch
# says: standardised
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    return (noise - noise.mean(dim=0)) / noise.std(dim=0)
