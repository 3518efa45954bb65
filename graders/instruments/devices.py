"""A second device that every machine has: without a GPU it shows whether code obeys its device.

Its name is "meta", which is a device of torch's own. A tensor on it keeps its values in a tensor
on the processor. Every operator that meets such a tensor, or is to make one, passes through
`_operate`, which refuses what a GPU refuses: tensors of two devices in one operator.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

DEVICE = "meta"

COPIES = ("aten::copy_", "aten::_copy_from")
"""Operators that carry values from any device to any other."""

INDEXING = ("aten::index", "aten::index_put", "aten::index_put_", "aten::_index_put_impl_")
"""Operators whose indices, the second argument, may stand on the processor."""

STRICT = tuple(f"aten::{name}" for name in ("stack", "cat", "gather", "index_select", "embedding"))
"""Operators for which a tensor with a single number is a tensor like any other."""

READING = (torch.tensor, torch.as_tensor, torch.asarray, Tensor.new_tensor)
"""Functions that read their data before any operator is called."""

SHARING = (torch.as_tensor, torch.asarray)
"""Those of them that return a tensor itself, where they need not copy it."""


class _There(Tensor):
    """A tensor on the second device. Autograd, shapes and views are torch's own.

    Attributes:
        on_cpu: The same values on the processor, without a history.
    """

    on_cpu: Tensor

    # Functions are torch's; only operators, one storey below autograd, are looked at.
    __torch_function__: Any = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, values: Tensor) -> _There:
        there = Tensor._make_wrapper_subclass(
            cls,
            values.shape,
            strides=values.stride(),
            storage_offset=values.storage_offset(),
            dtype=values.dtype,
            device=torch.device(DEVICE),
        )
        there.on_cpu = values
        return there

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]  # the operator comes first
        cls, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        parts = _take_apart(func, args, kwargs or {})
        return _operate(func, args, kwargs or {}) if parts is NotImplemented else parts

    def numpy(self, *, force: bool = False) -> Any:
        """Refused, as it is on a GPU, unless it is forced."""
        if not force:
            raise TypeError(
                f"can't convert {DEVICE} device type tensor to numpy. Use Tensor.cpu() first"
            )
        return self.on_cpu.numpy()

    def tolist(self) -> Any:
        return self.on_cpu.tolist()

    def __format__(self, spec: str) -> str:
        return format(self.on_cpu, spec)

    def __repr__(self) -> str:  # type: ignore[override]  # torch's takes what it prints
        return f"{self.on_cpu!r} on {DEVICE}"


class _Generator(torch._C.Generator):
    """``torch.Generator``, with the second device among its devices."""

    there: ClassVar[weakref.WeakSet[_Generator]] = weakref.WeakSet()
    """Those of the second device."""

    def __new__(cls, device: torch.device | str | None = None) -> _Generator:
        away = torch.device(device or "cpu").type == DEVICE
        make: Any = super().__new__  # stubs know __init__ alone
        generator = make(cls, "cpu" if away else device)
        if away:
            cls.there.add(generator)
        return generator

    @property
    def device(self) -> torch.device:  # type: ignore[override]  # it is not written to
        return torch.device(_device_of(self))


def _device_of(generator: Any) -> str:
    """The kind of device; ``generator`` may be another object for the same generator of C++."""
    if any(generator._cdata == known._cdata for known in list[Any](_Generator.there)):
        return DEVICE
    own: Any = torch._C.Generator.device  # a descriptor, which stubs take for its value
    return own.__get__(generator).type


def _take_apart(func: Any, args: Any, kwargs: Any) -> Any:
    """Run an operator that consists of others, which inference mode hands over whole."""
    if torch.is_inference_mode_enabled():
        return func.decompose(*args, **kwargs)
    return NotImplemented


def _operate(func: Any, args: Any, kwargs: Any) -> Any:
    """Run one operator, on the second device or with the processor's tensors alone."""
    leaves = tree_leaves((args, kwargs))
    there = {id(leaf.on_cpu): leaf for leaf in leaves if isinstance(leaf, _There)}
    named = next((leaf for leaf in leaves if isinstance(leaf, torch.device)), None)
    away = bool(there) if named is None else named.type == DEVICE
    if func._schema.name in COPIES:
        away = isinstance(args[0], _There)
    else:
        _refuse_two_devices(func, args, kwargs, bool(there))
    _refuse_other_generators(leaves, away)

    def here(value: Any) -> Any:
        if isinstance(value, torch.device):
            return torch.device("cpu") if value.type == DEVICE else value
        return value.on_cpu if isinstance(value, _There) else value

    def back(value: Any) -> Any:
        if not away or not isinstance(value, Tensor):
            return value
        known = there.get(id(value))  # changed in place
        return _There(value) if known is None else _reshaped(known)

    return tree_map(back, func(*tree_map(here, args), **tree_map(here, kwargs)))


def _reshaped(tensor: _There) -> _There:
    """The tensor itself; its shape follows its values, as after ``unsqueeze_``."""
    values = tensor.on_cpu
    if tensor.shape != values.shape or tensor.stride() != values.stride():
        with torch._C._DisableTorchDispatch():
            torch.ops.aten.resize_(tensor, values.shape)
            torch.ops.aten.as_strided_(tensor, values.shape, values.stride())
    return tensor


def _refuse_two_devices(func: Any, args: Any, kwargs: Any, away: bool) -> None:
    """Raise an error as a GPU does. Single numbers may come from the processor, to be read.

    Args:
        away: Whether one of the tensors is on the second device.
    """
    if func._schema.name in INDEXING and isinstance(args[0], _There):
        args = (args[0], *args[2:])
    tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, Tensor)]
    written = [
        kwargs.get(argument.name, args[place] if place < len(args) else None)
        for place, argument in enumerate(func._schema.arguments)
        if argument.alias_info is not None and argument.alias_info.is_write
    ]
    stays = {id(leaf) for leaf in tree_leaves(args if func._schema.name in STRICT else written)}
    for tensor in tensors:
        number = not tensor.dim() and id(tensor) not in stays
        if away and not isinstance(tensor, _There) and not number:
            raise RuntimeError("Expected all tensors to be on the same device")


def _refuse_other_generators(leaves: list[Any], away: bool) -> None:
    """Raise an error if a generator is of another device than the tensor to be drawn."""
    for leaf in leaves:
        if isinstance(leaf, torch._C.Generator):
            wanted, found = DEVICE if away else "cpu", _device_of(leaf)
            if wanted != found:
                raise RuntimeError(
                    f"Expected a '{wanted}' device type for generator but found '{found}'"
                )


class _Operators(TorchDispatchMode):
    """Lets operators make tensors on the second device."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # it would load the compiler, which takes a second

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        with self:  # the parts of an operator come here too
            parts = _take_apart(func, args, kwargs or {})
        return _operate(func, args, kwargs or {}) if parts is NotImplemented else parts


class _Readers(TorchFunctionMode):
    """Lets ``torch.tensor`` and its kin read what is on the second device, and write there."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func not in READING:
            return func(*args, **kwargs)
        named = kwargs.get("device")
        data = next((value for value in (*reversed(args), *kwargs.values())), None)
        owner = next((tensor for tensor in (*args[:1], data) if isinstance(tensor, Tensor)), None)
        default = torch.get_default_device() if owner is None else owner.device
        device = default if named is None else torch.device(named)
        if func in SHARING and isinstance(data, Tensor):
            return data.to(device, kwargs.get("dtype"), copy=bool(kwargs.get("copy")))
        if device.type != DEVICE:
            return func(*_values(args), **_values(kwargs))
        wanted = kwargs.pop("requires_grad", False)
        made = func(*_values(args), **_values(kwargs) | {"device": "cpu"})
        return made.to(device).requires_grad_(wanted)


def _values(tree: Any) -> Any:
    return tree_map(lambda leaf: leaf.on_cpu if isinstance(leaf, _There) else leaf, tree)


@contextlib.contextmanager
def second_device() -> Iterator[None]:
    """Let ``"meta"`` be a device with values, and refuse on it what a GPU refuses."""
    original = torch.Generator
    namespace: Any = torch  # stubs forbid what follows
    namespace.Generator = _Generator
    try:
        with _Operators(), _Readers():
            yield
    finally:
        namespace.Generator = original
