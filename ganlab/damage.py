"""Digits changed in known ways: to train the digit classifier, and to see what a measure notices.

Each function takes images (n, 1, 28, 28), values in [0, 1], and returns new ones of the same shape
and range, on the same device. Chance comes from the ``generator`` that you give, one on the CPU,
and from nowhere else: a seed does the same on every device.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

__all__ = ["blurred", "noisy", "shifted_and_rotated"]


def noisy(images: Tensor, std: float = 0.1, *, generator: torch.Generator) -> Tensor:
    """Add normal noise of standard deviation ``std`` to each pixel, then clamp to [0, 1]."""
    noise = torch.randn(images.shape, generator=generator).to(images.device)
    return (images + std * noise).clamp(0, 1)


def blurred(images: Tensor, std: float = 1.0) -> Tensor:
    """Blur with a Gaussian of standard deviation ``std``, in pixels; 0 changes nothing."""
    if std == 0:
        return images.clone()
    reach = math.ceil(3 * std)
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / std) ** 2)
    weights = (weights / weights.sum()).to(images.device)
    rows = F.conv2d(images, weights.view(1, 1, 1, -1), padding=(0, reach))
    return F.conv2d(rows, weights.view(1, 1, -1, 1), padding=(reach, 0)).clamp(0, 1)


def shifted_and_rotated(
    images: Tensor, pixels: float = 2.0, degrees: float = 10.0, *, generator: torch.Generator
) -> Tensor:
    """Move and turn each image by amounts of its own, as another writer might have done.

    Args:
        images: (n, 1, 28, 28), values in [0, 1].
        pixels: largest shift, to each side; the shifts are uniform and not whole numbers.
        degrees: largest turn about the centre, either way; uniform.
        generator: random number generator.
    """
    size = images.shape[-1]
    shift_x, shift_y, turn = torch.rand(3, len(images), generator=generator) * 2 - 1
    angle = turn * math.radians(degrees)
    cos, sin = angle.cos(), angle.sin()
    # affine_grid counts in half image widths
    step = 2 * pixels / size
    rows = torch.stack([cos, -sin, shift_x * step, sin, cos, shift_y * step], dim=1)
    grid = F.affine_grid(rows.view(-1, 2, 3), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid.to(images.device), align_corners=False).clamp(0, 1)
