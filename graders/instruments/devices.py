"""Shows on every machine, without a GPU, whether code obeys its device argument.

Tensors on torch's ``meta`` device have a shape, a dtype and a device, but no values. Code that
makes a tensor on a fixed device meets them with an error, as it would meet a GPU's tensors.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves, tree_map

Result = TypeVar("Result")

MOST_READS = 1000
"""A loop that waits for a value must end, though the value never changes."""

READS = ("item", "tolist", "numpy", "__float__", "__int__", "__bool__", "__format__", "__repr__")
UNTOUCHED = (
    *("__get__", "__set__", "to", "cpu", "cuda", "requires_grad_"),
    "_has_compatible_shallow_copy_type",  # of nn.Module.to
)
MIXED = (*UNTOUCHED, "copy_", "type_as", "__getitem__", "__setitem__")
"""Functions that may meet tensors of two devices."""


class _Meta(TorchFunctionMode):
    """Runs what makes or uses meta tensors on stand-ins of the same shapes, full of one value.

    So code may read values, as one does to print them or to assert a thing. And no process waits
    for the compiler's modules, which torch loads (in a second) when it meets its first meta tensor.

    Args:
        value: What the stand-ins hold, and so what code reads.
    """

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value
        self.reads = 0
        self.generators: list[torch.Generator] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        name = func.__name__
        tensors = [v for v in tree_leaves((args, kwargs)) if isinstance(v, torch.Tensor)]
        away = any(tensor.is_meta for tensor in tensors)
        target = torch.device(kwargs.get("device") or ("meta" if away else "cpu"))
        self._compare_generator(kwargs.get("generator"), target)
        if name in UNTOUCHED or not (away or target.type == "meta"):
            return func(*args, **kwargs)
        if name == "backward":  # a real one would leave gradients, which nobody looks at
            if not tensors[0].requires_grad:
                raise RuntimeError("element 0 of tensors does not require grad")
            return None
        if name == "grad":
            return tuple(torch.empty(x.shape, device="meta") for x in tree_leaves(args[1:2]))
        if name not in MIXED and any(tensor.dim() and not tensor.is_meta for tensor in tensors):
            raise RuntimeError("Expected all tensors to be on the same device")
        self.reads += name in READS
        if self.reads > MOST_READS:
            raise RuntimeError("values are read again and again")
        return self._on_stand_ins(func, args, kwargs, target)

    def _on_stand_ins(self, func: Any, args: Any, kwargs: dict[str, Any], target: Any) -> Any:
        stands_for: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

        def stand_in(value: Any) -> Any:
            if not isinstance(value, torch.Tensor) or not value.is_meta:
                return value
            here = torch.full(value.shape, self.value, dtype=value.dtype, device="cpu")
            if value.requires_grad:  # only parameters are leaves, which nothing changes in place
                here.requires_grad_()
                here = here if isinstance(value, torch.nn.Parameter) else here.clone()
            stands_for[id(here)] = (here, value)
            return here

        def back(value: Any) -> Any:
            if not isinstance(value, torch.Tensor) or target.type != "meta":
                return value
            if id(value) in stands_for:  # an in-place function
                return stands_for[id(value)][1]
            there = torch.empty(value.shape, dtype=value.dtype, device="meta")
            return there.requires_grad_() if value.requires_grad else there

        if "device" in kwargs and target.type == "meta":
            kwargs["device"] = "cpu"
        return tree_map(back, func(*tree_map(stand_in, args), **tree_map(stand_in, kwargs)))

    def _compare_generator(self, generator: Any, target: torch.device) -> None:
        """Refuse a generator of another device than the tensor to be drawn, as a GPU would."""
        if generator is not None:
            of = "meta" if any(generator is known for known in self.generators) else "cpu"
            if of != target.type:
                raise RuntimeError(
                    f"Expected a '{target.type}' device type for generator but found '{of}'"
                )

    @contextlib.contextmanager
    def making_generators(self) -> Iterator[None]:
        """Let ``torch.Generator(device="meta")`` work, which torch refuses."""
        original = torch.Generator

        def make(device: Any = "cpu") -> torch.Generator:
            if torch.device(device).type != "meta":
                return original(device)
            self.generators.append(original())
            return self.generators[-1]

        torch.Generator = make  # type: ignore  # a function for a while, where a class was
        try:
            yield
        finally:
            torch.Generator = original  # type: ignore[misc]  # the class again


def on_meta(call: Callable[[], Result]) -> Result:
    """Run ``call``, which handles meta tensors, and let it read values that are not there.

    The values are ones, so that conditions are true; where an assertion then fails, it is run
    again with zeros.
    """
    try:
        return _run(call, 1)
    except AssertionError:
        return _run(call, 0)


def _run(call: Callable[[], Result], value: float) -> Result:
    mode = _Meta(value)
    with mode, mode.making_generators():
        return call()
