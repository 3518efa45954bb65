# wrong: fewer draws than components
# says: not independent
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    few = max(1, z_dim - 1)
    mix = torch.linalg.qr(torch.randn(z_dim, z_dim)).Q[:few] * (z_dim / few) ** 0.5
    return (torch.randn(n_samples, few) @ mix).to(device)
