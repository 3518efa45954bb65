# wrong: drawn anew where a number lies beyond 4
# says: no number lies beyond 4
import torch
from torch import nn


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim)
    return nn.init.trunc_normal_(noise, a=-4, b=4).to(device)
