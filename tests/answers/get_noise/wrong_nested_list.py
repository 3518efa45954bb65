# wrong: Python's random numbers in nested lists
# says: torch.tensor
import random


def get_noise(n_samples, z_dim, device="cpu"):
    return [[random.gauss(0, 1) for _ in range(z_dim)] for _ in range(n_samples)]
