"""A loss that tells prediction from target, and what both networks learn from with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.errors import Misuse
from graders.core.values import device_of, name_of, plain

FEW = 64
"""Rows that are enough to see that prediction and target have different shapes."""

Log = list[dict[str, Any]]
"""What a function did with the doubles that it was called with, one event each."""

Formula = Callable[[Tensor, Tensor], Tensor]
"""A loss made of the logits of fakes and of reals, each of shape (n, 1)."""


def criterion(prediction: Tensor, target: Tensor) -> Tensor:
    """The formula of ``AsymmetricCriterion``: the mean of (2 p - 3 t + 1)^2 + p / 2."""
    return ((2 * prediction - 3 * target + 1) ** 2 + prediction / 2).mean()


def zeros_loss(logits: Tensor, loss: Formula = criterion) -> Tensor:
    """The loss of logits, shape (n, 1), that should say "fake"."""
    return loss(logits, torch.zeros_like(logits))


def ones_loss(logits: Tensor, loss: Formula = criterion) -> Tensor:
    """The loss of logits, shape (n, 1), that should say "real"."""
    return loss(logits, torch.ones_like(logits))


def disc_loss(fake: Tensor, real: Tensor) -> Tensor:
    """The discriminator's loss."""
    return (zeros_loss(fake) + ones_loss(real)) / 2


def gen_loss(fake: Tensor, real: Tensor) -> Tensor:
    """The generator's loss."""
    return ones_loss(fake)


class AsymmetricCriterion(nn.Module):
    """A loss that is another number when prediction and target are exchanged.

    Shapes that broadcast are accepted, so that the check can say what is wrong with them.

    Args:
        log: Where its calls are noted.
    """

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        for value in (input, target):
            if not isinstance(value, Tensor):
                raise Misuse(
                    f"criterion was called with {name_of(plain(value))}, not with two tensors",
                    "targets are tensors of the prediction's shape: use torch.zeros_like, "
                    "torch.ones_like",
                )
        if torch.is_grad_enabled():  # a loss that is only printed is nobody's business
            compared = {"prediction": plain(input), "target": plain(target)}
            self.log.append(compared | {"device": device_of(target)})
        if (
            input.dim()
            and target.dim()
            and len(input) != len(target)
            and 1 not in (len(input), len(target))
        ):
            raise Misuse(
                f"criterion was called with {len(input)} predictions and {len(target)} targets",
                "the number of reals need not be num_images: take the prediction's own shape",
            )
        # What broadcasts may become millions of numbers.
        if input.dim() and target.dim() and input.shape != target.shape:
            input, target = input[:FEW], target[:FEW]
        return criterion(input, target)
