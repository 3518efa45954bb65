"""Plain values: what may pass from observing to judging, and words for them."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch


@dataclass(frozen=True)
class Other:
    """Stands for a value that is neither a tensor nor plain: only its type's name is kept."""

    type_name: str


MOST_PARTS = 1000
"""The longest list that is taken apart: no answer is asked to give one."""


def plain(value: Any) -> Any:
    """Reduce ``value`` to something that can leave the student's process.

    Tensors are detached and copied to the processor, if they have values; numbers, strings and
    None stay, and NumPy's numbers become Python's; lists and tuples become lists unless they are
    very long; anything else becomes ``Other``.
    """
    if isinstance(value, torch.Tensor):
        copy = value.detach().clone()
        with contextlib.suppress(NotImplementedError):  # a tensor without values
            copy = copy.cpu()
        return copy.as_subclass(torch.Tensor)
    if isinstance(value, np.generic | np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool | int | float | str | None):
        return value
    if isinstance(value, list | tuple) and len(value) <= MOST_PARTS:
        return [plain(part) for part in value]
    name = value.__name__ if inspect.isclass(value) else type(value).__name__
    return Other(f"the class {name}" if inspect.isclass(value) else name)


def has_history(value: Any) -> bool:
    """Whether a tensor, alone or in a list or tuple, holds on to what it was computed from."""
    if isinstance(value, list | tuple):
        return any(has_history(part) for part in value[:MOST_PARTS])
    return isinstance(value, torch.Tensor) and value.requires_grad


def device_of(value: Any) -> str:
    """The kind of device that a tensor is on: "cpu", "cuda", "meta"; `plain` does not keep it."""
    return value.device.type if isinstance(value, torch.Tensor) else "no device"


def name_of(value: Any) -> str:
    """Say in a few words what a plain value is: "None", "the number 3", "a tensor …"."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, bool | int | float):
        return f"the {type(value).__name__} {value!r}"
    if isinstance(value, str):
        return f"the string {value[:40]!r}"
    if isinstance(value, list):
        return "a tuple or list of one value" if len(value) == 1 else f"{len(value)} values"
    if value.type_name.startswith("the class "):
        return value.type_name
    return f"an object of type {value.type_name}"


def spread(tensor: torch.Tensor) -> str:
    """Describe a tensor's values in one line: mean, standard deviation, range."""
    if tensor.numel() == 0:
        return "no values"
    values = tensor.double()
    if not torch.isfinite(values).all():
        return "values that are not finite (nan or inf)"
    if values.numel() == 1:
        return f"{values.item():.4g}"
    low, high = values.min().item(), values.max().item()
    if low == high:
        return f"{low:.4g} everywhere"
    return (
        f"mean {values.mean().item():.3g}, standard deviation {values.std().item():.3g}, "
        f"values from {low:.3g} to {high:.3g}"
    )


def close(got: Any, want: torch.Tensor, tolerance: float = 1e-4) -> bool:
    """Whether ``got`` is a tensor of ``want``'s shape and values.

    The tolerance is relative to the largest value wanted, and absolute below 1: wide enough for
    another order of the same float32 operations, hundreds of times narrower than the mistakes.
    """
    if not isinstance(got, torch.Tensor) or got.shape != want.shape or got.device != want.device:
        return False
    if not torch.isfinite(want).all():
        return False
    scale = max(1.0, want.abs().max().item()) if want.numel() else 1.0
    difference = (got.double() - want.double()).abs()
    return bool((difference <= tolerance * scale).all())


def listing(words: Iterable[str]) -> str:
    """Join words with commas, or say "nothing"."""
    return ", ".join(words) or "nothing"
