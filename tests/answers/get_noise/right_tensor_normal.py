# right: drawn with Tensor.normal_
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.empty(n_samples, z_dim, device=device).normal_()
