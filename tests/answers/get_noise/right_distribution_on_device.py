# right: a distribution whose parameters are tensors on the device
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    mean = torch.zeros(z_dim, device=device)
    normal = torch.distributions.Normal(mean, torch.ones_like(mean))
    return normal.sample((n_samples,))
