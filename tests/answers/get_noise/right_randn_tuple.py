# right: the shape as one tuple, type hints
import torch


def get_noise(n_samples: int, z_dim: int, device: str | torch.device = "cpu") -> torch.Tensor:
    shape = (n_samples, z_dim)
    return torch.randn(shape, device=device, dtype=torch.float32)
