"""The two losses of lesson 03, and the penalty of the course's recipes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ganlab.networks import get_noise

__all__ = ["get_disc_loss", "get_gen_loss", "r1_penalty"]

Criterion = Callable[[Tensor, Tensor], Tensor]


def get_disc_loss(
    gen: nn.Module,
    disc: nn.Module,
    criterion: Criterion,
    real: Tensor,
    num_images: int,
    z_dim: int,
    device: torch.device | str,
) -> Tensor:
    """Return the discriminator's loss: the mean of its loss on fakes and its loss on reals.

    The fakes are detached, so ``loss.backward()`` leaves the generator's gradients alone.

    Args:
        gen: maps noise (num_images, z_dim) to images.
        disc: maps images to logits (n, 1).
        criterion: called as ``criterion(prediction, target)``, such as
            ``nn.BCEWithLogitsLoss()``.
        real: a batch of real images, shaped as ``disc`` takes them.
        num_images: how many fakes to make.
        z_dim: length of a noise vector.
        device: where the noise is made.

    Returns:
        A scalar tensor (for a criterion that returns one).
    """
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2


def get_gen_loss(
    gen: nn.Module,
    disc: nn.Module,
    criterion: Criterion,
    num_images: int,
    z_dim: int,
    device: torch.device | str,
) -> Tensor:
    """Return the generator's loss: how far the discriminator is from calling its fakes real.

    Args:
        gen: maps noise (num_images, z_dim) to images.
        disc: maps images to logits (n, 1).
        criterion: called as ``criterion(prediction, target)``, such as
            ``nn.BCEWithLogitsLoss()``.
        num_images: how many fakes to make.
        z_dim: length of a noise vector.
        device: where the noise is made.

    Returns:
        A scalar tensor (for a criterion that returns one).
    """
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))


def r1_penalty(logits: Tensor, real: Tensor) -> Tensor:
    """Mean squared norm of the gradient of the logits with respect to the images.

    Mescheder et al. 2018, "Which training methods for GANs do actually converge?",
    arXiv:1801.04406, equation 9, without its factor gamma / 2.

    Args:
        logits: (n, 1), computed from ``real``.
        real: (n, ...), with ``requires_grad``.

    Returns:
        A scalar that can be differentiated again.
    """
    (gradient,) = torch.autograd.grad(logits.sum(), real, create_graph=True)
    return gradient.square().flatten(start_dim=1).sum(dim=1).mean()
