"""Plain values: what may pass from observing to judging, and words for them."""

from __future__ import annotations

import contextlib
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
"""The longest list that is taken apart, lists in lists included: no answer is asked for more."""

MOST_DEPTH = 16
"""How deep lists that are taken apart may lie in each other."""

MOST_BITS = 3000
"""The longest integer that stays: Python refuses to write down one of more than 4,300 digits."""

MOST_CHARACTERS = 100_000
"""The longest string that stays."""

MOST_TENSOR_BYTES = 32 * 2**20
"""The largest tensor that is copied; an expanded one takes no memory before."""

DTYPES = frozenset({
    torch.float16, torch.bfloat16, torch.float32, torch.float64,
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
    torch.bool, torch.complex64, torch.complex128,
})  # fmt: skip
"""The dtypes that are compared."""


def plain(value: Any) -> Any:
    """Reduce ``value`` to something that can leave the student's process.

    Tensors are detached and copied to the processor, if they have values; numbers, strings and None
    stay, and NumPy's numbers become Python's; lists and tuples become lists.
    Anything else becomes ``Other``, and so does what is too large to be compared, or a tensor that
    is sparse, nested, quantised or of an unusual dtype. No method of the value's own class is
    called where it is a subclass of one of these types.
    """
    return _plain(value, MOST_DEPTH, [MOST_PARTS])


def _plain(value: Any, depth: int, room: list[int]) -> Any:
    kind = type(value)
    if value is None or kind is bool:
        return value
    if issubclass(kind, torch.Tensor):
        return _plain_tensor(value)
    if issubclass(kind, np.generic | np.ndarray) and value.ndim == 0:
        value = value.item()
        kind = type(value)
    if issubclass(kind, int):
        number = int.__int__(value)
        return number if number.bit_length() <= MOST_BITS else Other("int, of very many digits")
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, str):
        text = str.__str__(value)
        return text if len(text) <= MOST_CHARACTERS else Other("str, very long")
    if issubclass(kind, list | tuple):
        base: Any = list if issubclass(kind, list) else tuple
        room[0] -= base.__len__(value)
        if depth and room[0] >= 0:
            return [_plain(part, depth - 1, room) for part in base.__iter__(value)]
    if issubclass(kind, type):
        return Other(f"the class {class_name(value)}")
    return Other(class_name(kind))


def _plain_tensor(value: torch.Tensor) -> torch.Tensor | Other:
    with torch._C.DisableTorchFunctionSubclass():
        if value.is_nested or value.layout is not torch.strided or value.dtype not in DTYPES:
            return Other(f"Tensor, {value.layout} and {value.dtype}")
        if not value.is_meta and value.numel() * value.itemsize > MOST_TENSOR_BYTES:
            return Other(f"Tensor, of {value.numel():,} values")
        copy = value.detach().clone()
        with contextlib.suppress(NotImplementedError):  # a tensor without values
            copy = copy.cpu()
        return copy.as_subclass(torch.Tensor)


def class_name(kind: type) -> str:
    """The name of a class, whatever its metaclass would answer."""
    return type.__dict__["__name__"].__get__(kind)


MOST_VALUES, MOST_NUMBERS = 10_000, 700_000
"""The largest observation that is judged: its values, and the numbers and characters in them."""


def is_small(seen: Any) -> bool:
    """Whether an observation is small enough to be judged: a judge may look at all of it.

    A tensor on ``meta`` has no values; to compute with the first one takes PyTorch seconds.
    """
    waiting, values, numbers = [seen], 0, 0
    while waiting:
        value = waiting.pop()
        values += 1
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, str):
            numbers += len(value)
        elif isinstance(value, torch.Tensor):
            numbers += MOST_NUMBERS + 1 if value.is_meta else value.numel()
        if values + len(waiting) > MOST_VALUES or numbers > MOST_NUMBERS:
            return False
    return True


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
    if not isinstance(value, Other):
        return "something that cannot be compared"
    if value.type_name == "ellipsis":
        return "the placeholder `...`"
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


def one_place(
    got: torch.Tensor, want: torch.Tensor, **inputs: torch.Tensor | float
) -> tuple[str, str]:
    """Words for the place where ``got`` is farthest from ``want``, with the numbers of both.

    For the rows "expected" and "got" of a message: a mistake that nobody knows can be looked for
    there. Grading draws other inputs for every submission, so a number gives nothing away.

    Args:
        got, want: Two tensors of the same shape.
        inputs: What the numbers were made of, by name: numbers, or tensors that broadcast to that
            shape. Without any, the place is named by its index.

    Returns:
        What is right there, such as ``"0.329 where p = 0.46, q = 0.95"`` or ``"0.329 at [2, 1]"``,
        and what was got, ``"1.95 there"``. Of tensors without dimensions and inputs, the two
        numbers alone.
    """
    numbers = [t.to(torch.complex128 if t.is_complex() else torch.float64) for t in (want, got)]
    difference = (numbers[0] - numbers[1]).abs().nan_to_num(nan=torch.inf)
    place = int(difference.argmax())
    right, wrong = _told_apart(*(t.flatten()[place].item() for t in numbers))
    # NumPy's: torch's own loads its compiler first, which takes seconds.
    index = [int(i) for i in np.unravel_index(place, tuple(want.shape))]
    where = f" at {index}" if index else ""
    if inputs:
        values = {
            name: torch.as_tensor(value).expand(want.shape).flatten()[place].item()
            for name, value in inputs.items()
        }
        where = " where " + listing(f"{name} = {value:.3g}" for name, value in values.items())
    return f"{right}{where}", f"{wrong} there" if where else wrong


def _told_apart(first: complex, second: complex) -> tuple[str, str]:
    """Two numbers, with as many digits as it takes to see a difference; at least three."""
    for digits in range(3, 9):
        words = f"{first:.{digits}g}", f"{second:.{digits}g}"
        if words[0] != words[1]:
            break
    return words


def listing(words: Iterable[str]) -> str:
    """Join words with commas, or say "nothing"."""
    return ", ".join(words) or "nothing"
