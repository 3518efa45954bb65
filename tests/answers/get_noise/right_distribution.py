# right: a sample of torch.distributions.Normal
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    normal = torch.distributions.Normal(0.0, 1.0)
    return normal.sample((n_samples, z_dim)).to(device)
