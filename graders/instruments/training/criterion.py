"""A loss that tells prediction from target."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from graders.core.errors import Misuse
from graders.core.values import device_of, name_of, plain

FEW = 64
"""Rows that are enough to see that prediction and target have different shapes."""


class AsymmetricCriterion(nn.Module):
    """A loss that is another number when prediction and target are exchanged.

    The mean over the batch of (2 p - 3 t + 1)^2 + p / 2. Shapes that broadcast are accepted, so
    that the check can say what is wrong with them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[dict[str, Any]] = []

    def forward(self, input: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        for value in (input, target):
            if not isinstance(value, torch.Tensor):
                raise Misuse(
                    f"criterion was called with {name_of(plain(value))}, not with two tensors",
                    "targets are tensors of the prediction's shape: use torch.zeros_like, "
                    "torch.ones_like",
                )
        if torch.is_grad_enabled():  # a loss that is only printed is nobody's business
            call = {"input": plain(input), "target": plain(target), "device": device_of(target)}
            self.calls.append(call)
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
        return criterion(input, target.to(input.device))


def criterion(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The formula of ``AsymmetricCriterion``."""
    return ((2 * prediction - 3 * target + 1) ** 2 + prediction / 2).mean()
