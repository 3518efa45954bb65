"""Plain values: what may pass from observing to judging, and words for them."""

from __future__ import annotations

import inspect
import linecache
import sysconfig
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(frozen=True)
class Other:
    """Stands for a value that is neither a tensor nor plain: only its type's name is kept."""

    type_name: str


def plain(value: Any) -> Any:
    """Reduce ``value`` to something that can leave the student's process.

    Tensors are detached and copied; numbers, strings and None stay; lists and tuples become
    lists; anything else becomes ``Other``.
    """
    if isinstance(value, torch.Tensor):
        return value.detach().clone().as_subclass(torch.Tensor)
    if isinstance(value, bool | int | float | str | None):
        return value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    name = value.__name__ if inspect.isclass(value) else type(value).__name__
    return Other(f"the class {name}" if inspect.isclass(value) else name)


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
        return f"{len(value)} values"
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
    scale = max(1.0, want.abs().max().item()) if want.numel() else 1.0
    difference = (got.double() - want.double()).abs()
    return bool((difference <= tolerance * scale).all())


def listing(words: Iterable[str]) -> str:
    """Join words with commas, or say "nothing"."""
    return ", ".join(words) or "nothing"


# Errors in the student's code -----------------------------------------------------------------

_LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    | {str(Path(torch.__file__).parent)}
    | {str(Path(__file__).parents[1] / package) for package in ("graders", "ganlab")}
)

_CAUSES = (
    ("is missing the required \"forward\" function", "the class has no method named forward"),
    ("cannot assign module before Module.__init__", "super().__init__() must come first"),
    ("'NoneType' object", "a function that is used here returns nothing: a forgotten return?"),
    ("mat1 and mat2 shapes cannot be multiplied",
     "a layer's input size is not the output size of the layer before it"),
    ("running_mean should contain",
     "BatchNorm1d was given another size than the output of the layer before it"),
    ("size_average", "BatchNorm1d was given another size than the layer before it"),
    ("doesn't match the broadcast shape", "two tensors of different shapes were combined"),
    ("NVIDIA driver", "the device is fixed to 'cuda' in the code: use what the caller passes"),
    ("Torch not compiled with CUDA",
     "the device is fixed to 'cuda' in the code: use what the caller passes"),
    ("must match the size of tensor", "two tensors of different shapes were combined"),
)  # fmt: skip


@dataclass(frozen=True)
class Raised:
    """An error that the student's code raised.

    Attributes:
        text: Its type and message, and the line of the student's cell where it arose.
        kind: The name of its type.
        in_answer: Whether the student's own code raised it, not a library that it called.
        parameters: The parameters that the answer accepts, as text, when the call did not fit.
    """

    text: str
    kind: str
    in_answer: bool
    parameters: str | None

    @property
    def is_stub(self) -> bool:
        """Whether this is the released stub speaking (torch raises the same type elsewhere)."""
        return self.kind == "NotImplementedError" and self.in_answer

    def likely(self, signature: str) -> str | None:
        """The usual cause of such an error, if there is one."""
        if self.parameters is not None:
            return f"it takes {self.parameters}, but the exercise asks for {signature}"
        for fragment, cause in _CAUSES:
            if fragment in self.text:
                return cause
        if self.kind == "NameError":
            return "a typo, or the cell that defines this name has not been run"
        return None


def describe_error(error: BaseException, answer: Any) -> Raised:
    """Turn an error of the student's code into a plain value that names the student's line."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(_LIBRARIES)]
    message = " ".join(str(error).split())
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    if len(text) > 300:
        text = text[:300] + " …"
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
        text += f" (line {own[-1].lineno} of your cell: `{line}`)" if line else ""
    parameters = None
    if isinstance(error, TypeError) and not own and callable(answer):
        try:
            parameters = str(inspect.signature(answer))
        except (TypeError, ValueError):
            parameters = None
    in_answer = bool(own) and frames[-1] is own[-1]
    return Raised(text, type(error).__name__, in_answer, parameters)
