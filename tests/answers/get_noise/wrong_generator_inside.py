# wrong: a generator of its own, seeded at every call
# says: a seed is set
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    generator = torch.Generator().manual_seed(42)
    return torch.randn(n_samples, z_dim, generator=generator).to(device)
