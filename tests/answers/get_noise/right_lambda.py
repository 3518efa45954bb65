# right: a lambda
import torch

get_noise = lambda n_samples, z_dim, device="cpu": torch.randn(n_samples, z_dim, device=device)
