"""The lessons as they are given out: those of a clone, or those that the wheel carries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

from gancourse.course.tidy import read
from gancourse.errors import CourseError

CARRIED = Path(__file__).resolve().parent / "notebooks"
"""Where the wheel has them; in a clone there is no such folder."""


def released_lessons() -> dict[str, Path]:
    """The released notebook of each lesson, in order.

    Raises:
        CourseError: There are none.
    """
    folder = CARRIED if CARRIED.is_dir() else CARRIED.parents[2] / "notebooks"
    found = {path.stem: path for path in sorted(folder.glob("*/*.ipynb"))}
    if not found:
        raise CourseError(f"The lessons are missing: there are none in {folder}. Install again.")
    return found


def find_lessons(wanted: Iterable[str] = ()) -> list[str]:
    """The names of lessons, in order: all, or those that ``wanted`` names, as ``02`` or ``2``.

    Raises:
        CourseError: A wanted name fits none or several.
    """
    every = list(released_lessons())
    chosen = set()
    for name in wanted:
        begin = name.zfill(2) if name.isdecimal() else name.removesuffix(".ipynb")
        fitting = [lesson for lesson in every if lesson.startswith(begin)]
        if begin in every:
            fitting = [begin]
        if len(fitting) != 1:
            raise CourseError(
                f"{name!r} is the name of {'no' if not fitting else 'more than one'} lesson; "
                f"choose from {', '.join(every)}."
            )
        chosen.update(fitting)
    return sorted(chosen) or every


def released(lesson: str) -> NotebookNode:
    """The notebook of a lesson as it is given out."""
    return read(released_lessons()[lesson])
