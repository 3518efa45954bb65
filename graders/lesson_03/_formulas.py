"""The formulas of both losses, from which those of known mistakes are made."""

from __future__ import annotations

from collections.abc import Callable

import torch

from graders.instruments.training.criterion import criterion


def disc_loss(fake: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """The discriminator's loss from logits of shape (n, 1)."""
    return (criterion(fake, torch.zeros_like(fake)) + criterion(real, torch.ones_like(real))) / 2


def gen_loss(fake: torch.Tensor) -> torch.Tensor:
    """The generator's loss from the logits of the fakes, shape (n, 1)."""
    return criterion(fake, torch.ones_like(fake))


def zeros_loss(fake: torch.Tensor) -> torch.Tensor:
    return criterion(fake, torch.zeros_like(fake))


Mistakes = tuple[tuple[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]], ...]
