"""Where a course keeps its things."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Sequence
from pathlib import Path

from gancourse.course.graded import is_grade
from gancourse.course.tidy import read
from gancourse.errors import CourseError

CONFIG = "nbgrader_config.py"
"""The file that makes a folder a course."""


def course_root() -> Path:
    """The folder of the course that this package belongs to."""
    return Path(__file__).resolve().parents[2]


def is_course(folder: Path) -> bool:
    """Whether a folder is that of a course, with its settings."""
    return (folder / CONFIG).exists()


def sources() -> str:
    """The address of the course's sources, as the package gives it."""
    urls = importlib.metadata.metadata("gans-in-notebooks").get_all("Project-URL") or []
    return next(
        (url for name, _, url in (one.partition(", ") for one in urls) if name == "Source"), ""
    )


def source_path(course: Path, lesson: str) -> Path:
    """The solution notebook of a lesson."""
    return course / "solutions" / lesson / f"{lesson}.ipynb"


def release_path(course: Path, lesson: str) -> Path:
    """The student notebook of a lesson."""
    return course / "notebooks" / lesson / f"{lesson}.ipynb"


def find_lessons(course: Path, wanted: Iterable[str] = ()) -> list[str]:
    """The lessons of a course, in order: all, or those whose names begin with one of ``wanted``.

    Raises:
        CourseError: There are no lessons, or a wanted name fits none or several.
    """
    every = sorted(
        path.parent.name
        for path in (course / "solutions").glob("*/*.ipynb")
        if path.stem == path.parent.name
    )
    if not every:
        raise CourseError(f"{course} has no lessons: there is no solutions/NAME/NAME.ipynb in it.")
    return choose(every, wanted)


def choose(every: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """Lessons by number, ``02`` or ``2``, or by how their names begin; all if none is wanted.

    Raises:
        CourseError: A wanted name fits none or several.
    """
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
    return sorted(chosen or every)


def find_graded_lessons(course: Path, wanted: Iterable[str] = ()) -> list[str]:
    """The lessons with something to grade: all of them, or the ``wanted`` ones.

    A lesson without a graded cell is optional. It is released and run like the others, and left
    out here.

    Raises:
        CourseError: As `find_lessons`; a wanted lesson is optional; or all lessons are.
    """
    wanted = list(wanted)
    lessons = find_lessons(course, wanted)
    graded = [name for name in lessons if _has_graded_cells(source_path(course, name))]
    optional = [name for name in lessons if name not in graded]
    if wanted and optional:
        raise CourseError(f"{optional[0]} is an optional lesson: there is nothing to grade in it.")
    if not graded:
        raise CourseError(f"{course} has optional lessons only: there is nothing to grade.")
    return graded


def _has_graded_cells(path: Path) -> bool:
    return any(map(is_grade, read(path).cells))
