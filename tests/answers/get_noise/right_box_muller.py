# right: the Box-Muller transform of uniform numbers
import math

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    radius = torch.sqrt(-2 * torch.log(1 - torch.rand(n_samples, z_dim, device=device)))
    angle = 2 * math.pi * torch.rand(n_samples, z_dim, device=device)
    return radius * torch.cos(angle)
