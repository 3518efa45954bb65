# right: type hints, and a function of which an argument is fixed
from functools import partial

import torch


def draw(n_samples: int, z_dim: int, device: str = "cpu", *, mean: float) -> torch.Tensor:
    return torch.randn(n_samples, z_dim, device=device) + mean


get_noise = partial(draw, mean=0.0)
