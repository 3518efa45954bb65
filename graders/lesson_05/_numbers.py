"""Answers that are one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor

from graders.core.values import Other, plain


def number(value: Any) -> Any:
    """A plain value; arrays and tensors that hold one number without a shape become that number."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    value = plain(value)
    if isinstance(value, Tensor) and value.dim() == 0:
        if value.is_complex():
            return Other("complex number")
        return value.item()
    return value


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
