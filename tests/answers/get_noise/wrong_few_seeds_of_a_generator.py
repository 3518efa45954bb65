# wrong: a generator with one of a few thousand seeds
# says: from a few seeds
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    seed = int(torch.randint(3000, ()))
    generator = torch.Generator(device).manual_seed(seed)
    return torch.randn(n_samples, z_dim, device=device, generator=generator)
