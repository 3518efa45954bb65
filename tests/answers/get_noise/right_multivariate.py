# right: MultivariateNormal on the device
import torch
from torch.distributions import MultivariateNormal


def get_noise(n_samples, z_dim, device="cpu"):
    return MultivariateNormal(
        torch.zeros(z_dim, device=device), torch.eye(z_dim, device=device)
    ).sample([n_samples])
