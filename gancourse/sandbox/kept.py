"""The sandbox that a process keeps from one submission to the next."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from gancourse.sandbox.executor import Executor

_kept = threading.local()


def kept_executor(limits: Mapping[str, int] | None, course: Path) -> Executor:
    """The sandbox that this thread keeps, or a new one if that is for another course or limits.

    Args:
        limits: As of `Executor`; None to have one at hand whose limits are said by the next call.
        course: The folder of the course that is graded.
    """
    wanted = limits, course
    if getattr(_kept, "wanted", None) == (None, course):
        _kept.executor.limits.update(limits or {})
    elif getattr(_kept, "wanted", None) != wanted:
        if hasattr(_kept, "executor"):
            _kept.executor.close()
        _kept.executor = Executor(limits, course=course)
    _kept.wanted = wanted
    return _kept.executor
