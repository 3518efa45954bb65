"""A student's folder: where its lessons are, and what is in a notebook."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from nbformat import NotebookNode

from gancourse.errors import CourseError
from gancourse.grading.find import looks_like
from gancourse.grading.read import WHOLE_MEGABYTES, decode, read_submission
from gancourse.sandbox.limits import MEGABYTE
from gancourse.student.lessons import find_lessons

FOLDER = "gans-in-notebooks"
"""What a student's folder is called where no other name is given."""

RECORD = ".gancourse"
"""The folder in it that keeps each lesson as it was given out: so a change can be told."""


class Unreadable(CourseError):
    """A file is not a notebook, or cannot be read as one. The text is a sentence."""


def student_folder(here: Path) -> Path | None:
    """The folder with the lessons, seen from where a command or a kernel runs; None if none is.

    It is that folder itself, one of a lesson in it, or the one around it.
    """
    here = here.resolve()
    if here.name in find_lessons():
        here = here.parent
    places = (here, here / FOLDER, here / "notebooks")
    return next((folder for folder in places if _has_lessons(folder)), None)


def started_folder(here: Path) -> Path:
    """Where `gancourse start` works if no folder is named: in one that it made, or a new one."""
    here = here.resolve()
    if here.name in find_lessons():
        here = here.parent
    return here if (here / RECORD).is_dir() else here / FOLDER


def _has_lessons(folder: Path) -> bool:
    return any(notebooks(folder, lesson) for lesson in find_lessons())


def notebooks(folder: Path, lesson: str) -> list[Path]:
    """The notebooks of a lesson in a student's folder; that under its right name is the last."""
    found = [
        path
        for place in (folder, folder / lesson)
        if place.is_dir()
        for path in sorted(place.glob("*.ipynb"))
        if looks_like(path.name, lesson) and path.is_file()
    ]
    return sorted(found, key=lambda path: (path.stem == lesson, path.parent.name == lesson))


def read_notebook(path: Path) -> tuple[NotebookNode, list[str]]:
    """What is in a student's file, and what is wrong with it: plain sentences.

    Raises:
        Unreadable: It is no notebook, or too large.
        OSError: It cannot be read.
    """
    if path.stat().st_size > WHOLE_MEGABYTES * MEGABYTE:
        raise Unreadable(
            f"{path.name} has more than {WHOLE_MEGABYTES} MB. Open it, choose Kernel, Restart "
            "Kernel and Clear Outputs of All Cells, and save it."
        )
    nb, remarks = read_submission(decode(path.read_bytes()))
    if not nb.cells:
        raise Unreadable(f"{path.name} is empty or damaged: it cannot be read as a notebook.")
    return nb, remarks


def typed(path: Path) -> str:
    """A path as it is typed on a command line."""
    short = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    return subprocess.list2cmdline([short]) if os.name == "nt" else shlex.quote(short)
