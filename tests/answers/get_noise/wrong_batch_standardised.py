# wrong: each batch is standardised, so that its samples depend on each other
# says: standardised
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    return (noise - noise.mean()) / noise.std()
