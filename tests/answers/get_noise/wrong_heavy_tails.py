# wrong: Student's distribution with 30 degrees of freedom, scaled
# says: lie beyond
import torch


def get_noise(n_samples, z_dim, device="cpu"):
    draws = torch.distributions.StudentT(30.0).sample((n_samples, z_dim))
    return (draws * (28 / 30) ** 0.5).to(device)
