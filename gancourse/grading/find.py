"""Finds what a student has handed in: the file, under whatever name, and its text."""

from __future__ import annotations

import glob
import re
from pathlib import Path

from gancourse.grading.read import WHOLE_MEGABYTES, TooLarge, read_in_time
from gancourse.grading.result import FAILED, NOTHING, Result
from gancourse.sandbox.limits import MEGABYTE
from gancourse.text import printable

LONGEST_STUDENT = 128
"""Characters of a student's name in nbgrader's tables; PostgreSQL refuses a longer one."""


def find(course: Path, student: str, lesson: str) -> tuple[str, tuple[str, ...]] | Result:
    """The text of a submission and remarks on its file; or the result where there is none.

    Links are not followed: they may lead to another student's work, or out of the course.

    Raises:
        OSError: The folder or the file cannot be read.
    """
    folder = course / "submitted" / student / lesson
    if not fits(student):
        remark = (
            "nbgrader cannot read a folder with [ ] * ? or invisible characters in its "
            f"name, nor one of more than {LONGEST_STUDENT} characters; rename it."
        )
        return Result(student, lesson, FAILED, (remark,))
    if any(path.is_symlink() for path in (folder.parent, folder)):
        return Result(student, lesson, FAILED, ("The folder is a link; links are not followed.",))
    if not folder.exists():
        return Result(student, lesson, NOTHING)
    if not folder.is_dir():
        remark = f"{lesson} is no folder with a notebook in it but a file; it is not read."
        return Result(student, lesson, FAILED, (remark,))
    paths = list(folder.iterdir())
    fitting = sorted(
        (
            path
            for path in paths
            if path.suffix.casefold() == ".ipynb" and _looks_like(path.stem, lesson)
        ),
        key=lambda path: (path.stem == lesson, path.name),
    )
    if not fitting:
        names = sorted(path.name for path in paths)
        listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        remark = f"There is no {lesson}.ipynb in the folder, only: {listed}."
        return Result(student, lesson, NOTHING, (printable(remark),) if names else ())
    file = fitting[-1]
    if file.is_symlink() or not file.is_file():
        return Result(
            student, lesson, FAILED, ("The notebook is a link or no file; it is not read.",)
        )
    try:
        text, remarks = read_in_time(file)
    except TooLarge as error:
        return Result(student, lesson, FAILED, (str(error),))
    if file.stem != lesson:
        name = f"The file was called {file.name}; it was taken for {lesson}.ipynb."
        remarks = (printable(name), *remarks)
    return text, remarks


def has_large_file(course: Path, student: str, lesson: str) -> bool:
    """Whether another process has to read what was handed in: that takes seconds."""
    try:
        paths = list((course / "submitted" / student / lesson).iterdir())
        return any(path.stat().st_size > WHOLE_MEGABYTES * MEGABYTE for path in paths)
    except OSError:
        return False


def fits(student: str) -> bool:
    """Whether a folder's name can be a student's name in nbgrader."""
    readable = glob.escape(student) == student == student.strip() and student.isprintable()
    return readable and len(student) <= LONGEST_STUDENT


def _looks_like(stem: str, lesson: str) -> bool:
    """Whether a file name is the lesson's, as browsers and editors change it."""
    rest = stem.casefold().replace(lesson.casefold(), "", 1)
    return rest != stem.casefold() and bool(
        re.fullmatch(r"(copy of )?[ _-]*(\(\d+\)|copy\d*|copy \d+|\d+)?[ _-]*", rest)
    )
