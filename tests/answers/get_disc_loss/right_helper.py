# right: a helper for one side, type hints
import torch
from torch import Tensor, nn

from ganlab.networks import get_noise


def side(disc: nn.Module, criterion: nn.Module, images: Tensor, label: float) -> Tensor:
    logits = disc(images)
    return criterion(logits, torch.full_like(logits, label))


def get_disc_loss(
    gen: nn.Module,
    disc: nn.Module,
    criterion: nn.Module,
    real: Tensor,
    num_images: int,
    z_dim: int,
    device: str | torch.device,
) -> Tensor:
    noise = get_noise(num_images, z_dim, device=device)
    losses = side(disc, criterion, gen(noise).detach(), 0.0), side(disc, criterion, real, 1.0)
    return sum(losses) / len(losses)
