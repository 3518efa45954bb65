"""The ground that a check stands on: seeds, settings, stand-ins for earlier answers."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import random
import warnings
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import Any

import numpy as np
import torch


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Run a check on known ground and leave the process as it was found.

    The student may have turned gradients off, changed the default dtype or device, or turned
    warnings into errors; the answer itself may change such settings of torch. Anything it prints
    or warns of is dropped: the verdict is the check's one output. (A stray warning on stderr would
    cost points under nbgrader.)
    """
    python_state, numpy_state = random.getstate(), np.random.get_state()
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    default = _default_device()
    deterministic = torch.are_deterministic_algorithms_enabled()
    warn_only = torch.is_deterministic_algorithms_warn_only_enabled()
    try:
        with (
            torch.random.fork_rng(devices=[]),
            torch.inference_mode(False),
            torch.enable_grad(),
            contextlib.nullcontext() if default == torch.device("cpu") else torch.device("cpu"),
            torch.autocast("cpu", enabled=False),
            torch.autograd.set_detect_anomaly(False),
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            torch.set_default_dtype(torch.float32)
            if deterministic:
                torch.use_deterministic_algorithms(False)
            set_seeds(0)
            yield
    finally:
        torch.set_default_dtype(dtype)
        if _default_device() != default:
            torch.set_default_device(None)
        # Only where it differs: this call makes torch import its compiler, which takes a second.
        if torch.are_deterministic_algorithms_enabled() != deterministic:
            torch.use_deterministic_algorithms(deterministic, warn_only=warn_only)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        random.setstate(python_state)
        np.random.set_state(numpy_state)


def _default_device() -> torch.device | None:
    """Where torch makes tensors unless told otherwise; None for a device that is not there.

    ``torch.set_default_device("cuda")`` stands in notebooks that were written on another machine.
    """
    try:
        return torch.get_default_device()
    except (RuntimeError, AssertionError):
        return None


def set_seeds(seed: int) -> None:
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)


_MISSING = object()


@contextlib.contextmanager
def standing_in(answer: Any, names: Mapping[str, Any]) -> Iterator[None]:
    """Put references in the place of earlier items, in the namespaces that ``answer`` reads."""
    scopes = _namespaces(answer) if names else []
    before = [(scope, name, scope.get(name, _MISSING)) for scope in scopes for name in names]
    for scope in scopes:
        scope.update(names)
    try:
        yield
    finally:
        for scope, name, value in before:
            if value is _MISSING:
                scope.pop(name, None)
            else:
                scope[name] = value


def _namespaces(answer: Any) -> list[dict[str, Any]]:
    """The globals of every function that ``answer`` consists of, each once.

    There may be several: a decorator from a library has other globals than the function in it.
    """
    scopes: dict[int, dict[str, Any]] = {}
    known: dict[int, Any] = {}
    waiting = [answer]
    while waiting:
        part = waiting.pop()
        if id(part) not in known:
            known[id(part)] = part
            waiting += _parts(part)
            if isinstance(part, FunctionType):
                scopes[id(part.__globals__)] = part.__globals__
    return list(scopes.values())


def _parts(thing: Any) -> list[Any]:
    """What a callable consists of: what it binds or closes over, its methods and attributes."""
    match thing:
        case functools.partial(func=function):
            return [function]
        case MethodType(__func__=function, __self__=owner):
            return [function, owner]
        case FunctionType():
            return list(_closed_over(thing))
    if not callable(thing):
        return []
    kind = thing if inspect.isclass(thing) else type(thing)
    module = getattr(kind, "__module__", None)
    own = [base for base in kind.__mro__ if getattr(base, "__module__", None) == module]
    return [part for holder in (thing, *own) for part in getattr(holder, "__dict__", {}).values()]


def _closed_over(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        with contextlib.suppress(ValueError):  # the cell is still empty
            yield cell.cell_contents
