# wrong: a method that belongs to torch
# says: such functions belong to torch itself
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.Tensor.randn(n_samples, z_dim)
