# wrong: the function chooses the device itself
# says: device is not passed on
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.randn(n_samples, z_dim, device=device)
