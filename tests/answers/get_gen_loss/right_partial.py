# right: type hints, and one helper for both labels
from functools import partial

import torch
from torch import nn

from ganlab.networks import get_noise


def loss_on_fakes(
    gen: nn.Module,
    disc: nn.Module,
    criterion: nn.Module,
    num_images: int,
    z_dim: int,
    device: str,
    label: float,
) -> torch.Tensor:
    fake_pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    return criterion(fake_pred, torch.full_like(fake_pred, label))


get_gen_loss = partial(loss_on_fakes, label=1.0)
