"""One command at a time writes into a course."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from gancourse.errors import CourseError

LOCK = "grading.lock"
"""An empty file. The system forgets the lock on it when its process ends, however that ends."""


@contextlib.contextmanager
def only_one(course: Path) -> Iterator[None]:
    """Keep every other command that writes into a course out, until the block ends.

    Raises:
        CourseError: One is at work.
        OSError: The course's folder cannot be written to.
    """
    try:
        lock = FileLock(course / LOCK, timeout=0).acquire()
    except Timeout:
        raise CourseError(another(course)) from None
    with lock:
        yield


def another(course: Path) -> str:
    """Why a command cannot begin now: a sentence."""
    return (
        f"Another grading is running in {course}, or a release, or a download is being collected. "
        "Wait until it has ended, then type this again."
    )
