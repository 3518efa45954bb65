# right: values are printed while it runs, as one does when looking for a mistake
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    print("mean:", noise.mean().item(), f"deviation: {noise.std():.3f}")
    return noise
