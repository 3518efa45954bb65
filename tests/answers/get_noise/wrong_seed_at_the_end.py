# wrong: a seed is set after the draw, so that all draws but the first are the same
# says: a seed is set
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
    torch.manual_seed(0)
    return noise
