"""The checks of the graded cells: ``graders.check_get_noise(get_noise)`` and its siblings.

Each check says in one line when all is right. It raises ``NotAttempted`` for an untouched stub and
``CheckFailed``, with what was expected, what came back and the likely cause, for anything else.

An exercise is a module of a lesson's folder, ``lesson_02/get_noise.py``, with its ``item`` in it:
being there makes it a check. Modules whose names begin with ``_`` are shared by exercises. A check
is imported when it is first used.

In a notebook's kernel, cells that need an answer that is still open say so in one line from now on,
see `graders.core.open_answers`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.core.check import Item

MODULES = {
    f"check_{path.stem}": f"graders.{path.parent.name}.{path.stem}"
    for path in sorted(Path(__file__).parent.glob("lesson_*/[!_]*.py"))
}
"""The module of each check."""

__all__ = ["CheckFailed", "NotAttempted", "example", *MODULES]


def example(name: str, number: int) -> Any:
    """The inputs of one check of an item, to try its call by hand.

    torch's random numbers start anew, where those of the check started: what the call draws is what
    it drew.

    Args:
        name: The item's name, e.g. ``"get_disc_loss"``.
        number: The check's number, as the message on a failed check gives it.

    Returns:
        The value, or the tuple of values, that the message unpacks.

    Raises:
        ValueError: There is no such item, or it has no check of that number.
    """
    if f"check_{name.lower()}" not in MODULES:
        raise ValueError(f"there is no graded item named {name!r}")
    item: Item = __getattr__(f"check_{name.lower()}")
    if not 1 <= number <= len(item.aspects):
        raise ValueError(f"{name} has the checks 1 to {len(item.aspects)}, but no check {number}")
    return item.example(number)


def __getattr__(name: str) -> Any:
    if name in MODULES:
        return importlib.import_module(MODULES[name]).item
    if name in ("CheckFailed", "NotAttempted"):
        return getattr(importlib.import_module("graders.core.failures"), name)
    raise AttributeError(f"module 'graders' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def _explain_open_answers() -> None:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell and hasattr(shell, "kernel") and not shell.custom_exceptions:  # ours, or another's
        importlib.import_module("graders.core.open_answers").OpenAnswers(shell)


_explain_open_answers()
