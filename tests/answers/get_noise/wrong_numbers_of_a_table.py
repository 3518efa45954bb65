# wrong: numbers of a fixed table
# says: taken from a table
import torch

table = torch.randn(200_000)


def get_noise(n_samples, z_dim, device="cpu"):
    return table[torch.randint(200_000, (n_samples, z_dim))].to(device)
