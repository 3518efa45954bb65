# right: filled in place with nn.init
import torch
from torch import nn


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.zeros(n_samples, z_dim).to(device)
    return nn.init.normal_(noise)
