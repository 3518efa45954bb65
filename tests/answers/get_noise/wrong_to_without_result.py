# wrong: .to() returns a new tensor, which is thrown away
# says: `.to()` leaves its tensor as it is and returns another one
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim)
    noise.to(device)
    return noise
