# wrong: drawn but not returned
# says: the tensor is made but not returned
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim, device=device)
