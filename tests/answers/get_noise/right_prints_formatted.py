# right: a value is printed with a format
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    print(f"mean {noise.mean():.2f}")
    return noise
