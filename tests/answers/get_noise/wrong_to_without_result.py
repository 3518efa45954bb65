# wrong: .to() returns a new tensor, which is thrown away
# says: device is not passed on
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    noise = torch.randn(n_samples, z_dim)
    noise.to(device)
    return noise
