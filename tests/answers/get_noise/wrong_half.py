# wrong: half precision, which the networks' parameters do not have
# says: dtype torch.float16
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device).half()
