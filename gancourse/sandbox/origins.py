"""Where an answer comes from, as far as it says so itself."""

from __future__ import annotations

import contextlib
import functools
import sys
from types import FunctionType
from typing import Any

CELL = "<ipython-input-"
"""How the name of a cell's code begins."""

MOST_PARTS = 1000
"""How many parts of an answer are looked at for where they come from."""


def origins(answer: Any) -> list[str]:
    """What an answer is made of that no cell has defined, as far as it says so.

    Returns:
        Names of what belongs to the course, ``ganlab.networks.get_noise``; and the files of other
        code that is neither Python's nor a library's, ``a file helpers.py``.
    """
    found: dict[str, None] = {}
    waiting, known = [answer], dict[int, Any]()
    while waiting and len(known) < MOST_PARTS:
        part = waiting.pop()
        if id(part) not in known:
            known[id(part)] = part
            with contextlib.suppress(Exception):  # a student's object may fail at any question
                waiting += _parts(part, found)
    return list(found)


def _parts(part: Any, found: dict[str, None]) -> list[Any]:
    """What a function or class names; where it comes from is added to ``found``."""
    module = str(getattr(part, "__module__", ""))
    if module.split(".")[0] in ("ganlab", "graders"):
        found[f"{module}.{getattr(part, '__qualname__', '')}"] = None
    elif isinstance(part, functools.partial):
        return [part.func]
    elif isinstance(part, staticmethod | classmethod):
        return [part.__func__]
    elif isinstance(part, type) and module == "__main__":
        return [*part.__bases__, *vars(part).values()]
    elif isinstance(part, FunctionType):
        file = part.__code__.co_filename
        written = file == "<string>" and part.__name__.startswith(
            "__"
        )  # by dataclass, for instance
        if not written and not file.startswith((CELL, sys.prefix, sys.base_prefix)):
            found[f"a file {file}"] = None
        named = [part.__globals__.get(name) for name in part.__code__.co_names]
        enclosed = [cell.cell_contents for cell in part.__closure__ or ()]
        return [one for one in (*named, *enclosed) if callable(one)]
    return []
