"""Answers that are one number."""

from __future__ import annotations

from typing import Any, TypeGuard

from torch import Tensor

from graders.core.values import Other


def number(value: Any) -> Any:
    """A plain value; a tensor that holds one number without a shape becomes that number."""
    if isinstance(value, Tensor) and value.dim() == 0:
        return Other("complex number") if value.is_complex() else value.item()
    return value


def is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
