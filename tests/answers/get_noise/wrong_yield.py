# wrong: yield in the place of return
# says: `yield` makes a generator of the function
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    yield torch.randn(n_samples, z_dim, device=device)
