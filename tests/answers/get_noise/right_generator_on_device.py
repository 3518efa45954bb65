# right: a generator of the device's own, seeded by chance
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    generator = torch.Generator(device=device)
    generator.seed()
    return torch.randn(n_samples, z_dim, generator=generator, device=device)
