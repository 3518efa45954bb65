"""The ground that a check stands on: seeds, settings, stand-ins for earlier answers."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
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
    deterministic = torch.are_deterministic_algorithms_enabled()
    warn_only = torch.is_deterministic_algorithms_warn_only_enabled()
    try:
        with (
            torch.random.fork_rng(devices=[]),
            torch.inference_mode(False),
            torch.enable_grad(),
            torch.device("cpu"),
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
        # Only where it differs: this call makes torch import its compiler, which takes a second.
        if torch.are_deterministic_algorithms_enabled() != deterministic:
            torch.use_deterministic_algorithms(deterministic, warn_only=warn_only)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        random.setstate(python_state)
        np.random.set_state(numpy_state)


def set_seeds(seed: int) -> None:
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)


_MISSING = object()


@contextlib.contextmanager
def standing_in(answer: Any, names: Mapping[str, Any]) -> Iterator[None]:
    """Put references in the place of earlier items, in the namespace that ``answer`` reads."""
    scope = _namespace(answer) if names else {}
    before = {name: scope.get(name, _MISSING) for name in names}
    scope.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is _MISSING:
                scope.pop(name, None)
            else:
                scope[name] = value


def _namespace(answer: Any) -> dict[str, Any]:
    """The globals of a function, or of the methods of a class, an object or their bases."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    functions: list[Callable] = [answer]
    if not hasattr(inspect.unwrap(answer), "__globals__"):
        kind = answer if inspect.isclass(answer) else type(answer)
        functions = [
            function
            for base in kind.__mro__
            for function in vars(base).values()
            if getattr(function, "__module__", None) == base.__module__
        ]
    for function in functions:
        if hasattr(inspect.unwrap(function), "__globals__"):
            return inspect.unwrap(function).__globals__
    return {}
