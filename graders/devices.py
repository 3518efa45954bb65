"""Shows on every machine, without a GPU, whether code obeys its device argument.

Tensors on torch's ``meta`` device have a shape, a dtype and a device, but no values. Code that
makes a tensor on a fixed device meets them with an error, as it would meet a GPU's tensors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch.overrides import TorchFunctionMode

Result = TypeVar("Result")

MOST_READS = 1000
"""A loop that waits for a value must end, though the value never changes."""


class _ReadableMeta(TorchFunctionMode):
    """Answers who reads values of meta tensors, as one does to print them or to assert a thing."""

    def __init__(self, truth: bool) -> None:
        super().__init__()
        self.reads = 0
        self.answers = {
            torch.Tensor.item: 1.0,
            torch.Tensor.__float__: 1.0,
            torch.Tensor.__int__: 1,
            torch.Tensor.__format__: "1",
            torch.Tensor.__bool__: truth,
        }

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if args and isinstance(args[0], torch.Tensor) and args[0].is_meta:
            if func in self.answers:
                self.reads += 1
                if self.reads > MOST_READS:
                    raise RuntimeError("values are read again and again")
                return self.answers[func]
            if func in (torch.Tensor.tolist, torch.Tensor.numpy):
                return func(torch.ones(args[0].shape, dtype=args[0].dtype, device="cpu"))
        return func(*args, **(kwargs or {}))


def on_meta(call: Callable[[], Result]) -> Result:
    """Run ``call``, which handles meta tensors, and let it read values that are not there.

    Conditions on values are true; where an assertion then fails, it is run again with false ones.
    """
    try:
        with _ReadableMeta(truth=True):
            return call()
    except AssertionError:
        with _ReadableMeta(truth=False):
            return call()
