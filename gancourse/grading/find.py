"""Finds what a student has handed in: the file, under whatever name, and what lies beside it."""

from __future__ import annotations

import glob
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from gancourse.course.places import release_path, source_path
from gancourse.course.students import NO_WORK
from gancourse.course.tidy import read
from gancourse.grading.bounded import TooLong, bounded
from gancourse.grading.modules import modules_beside
from gancourse.grading.read import WHOLE_MEGABYTES, TooLarge, read_in_time, read_submission
from gancourse.grading.recognise import has_answers, lesson_names, recognise
from gancourse.grading.result import FAILED, NOTHING, Result
from gancourse.sandbox.limits import MEGABYTE
from gancourse.text import printable

LONGEST_STUDENT = 128
"""Characters of a student's name in nbgrader's tables; PostgreSQL refuses a longer one."""

MARKUP = set('<>"')
"""nbgrader's formgrader puts names into its pages as they are."""

MOST_FILES = 10
"""How many notebooks of one folder are looked into."""


@dataclass(frozen=True)
class Found:
    """What a student has handed in.

    Attributes:
        text: What is in the file.
        remarks: What was noticed about it: plain sentences.
        files: The modules beside it that it uses: texts by file name.
    """

    text: str
    remarks: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)


def find(course: Path, student: str, lesson: str) -> Found | Result:
    """What a student has handed in for a lesson; or the result where there is nothing to grade.

    Links are not followed: they may lead to another student's work, or out of the course.

    Raises:
        OSError: The folder or the file cannot be read.
    """
    folder = course / "submitted" / student / lesson
    if not fits(student):
        remark = (
            "nbgrader cannot read a folder with [ ] * ? or invisible characters in its "
            f'name, nor one of more than {LONGEST_STUDENT} characters, and shows < > and " to you '
            "as a page's code; rename it."
        )
        return Result(student, lesson, FAILED, (remark,))
    if any(path.is_symlink() for path in (folder.parent, folder)):
        return Result(student, lesson, FAILED, ("The folder is a link; links are not followed.",))
    if not folder.exists():
        return _astray(course, student, lesson) or Result(student, lesson, NOTHING)
    if not folder.is_dir():
        remark = f"{lesson} is no folder with a notebook in it but a file; it is not read."
        return Result(student, lesson, FAILED, (remark,))
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    by_name = [path for path in paths if looks_like(path.name, lesson)]
    by_name.sort(key=lambda path: path.stem == lesson)  # the last one counts
    others = [
        path
        for path in paths
        if path not in by_name and path.name not in NO_WORK and may_be_notebook(path.name)
    ]
    if len(by_name) == 1 and not others:
        return _found(by_name[0], student, lesson, ())
    if by_name or others:
        return _choose(course, student, lesson, by_name, others)
    return _nothing(student, lesson, [path.name for path in paths], "")


def _found(file: Path, student: str, lesson: str, remarks: tuple[str, ...]) -> Found | Result:
    """What is in a file, if it is one."""
    if file.is_symlink() or not file.is_file():
        remark = "The notebook is a link or no file; it is not read."
        return Result(student, lesson, FAILED, (remark,))
    try:
        text, more_remarks = read_in_time(file)
    except TooLarge as error:
        return Result(student, lesson, FAILED, (str(error),))
    if file.stem != lesson:
        name = f"The file was called {file.name}; it was taken for {lesson}.ipynb."
        remarks = (printable(name), *remarks)
    return Found(text, (*remarks, *more_remarks), modules_beside(file, text))


def _choose(
    course: Path, student: str, lesson: str, by_name: list[Path], others: list[Path]
) -> Found | Result:
    """Of several notebooks: the one with answers, one with the lesson's name before others."""
    released = read(release_path(course, lesson))
    lessons = lesson_names(course)
    of_lesson, of_other = [], ""
    looked = {path: _look(path) for path in [*others, *by_name][-MOST_FILES:]}
    for path, nb in looked.items():
        belongs = recognise(lessons, nb) if nb else None
        if path in by_name or belongs == lesson:
            of_lesson.append(path)
        elif belongs and not by_name:
            of_other = printable(f"{path.name} is the notebook of {belongs}.")
    if not of_lesson:
        return _nothing(student, lesson, [path.name for path in [*by_name, *others]], of_other)
    answered = [path for path in of_lesson if (nb := looked[path]) and has_answers(released, nb)]
    chosen = (answered or of_lesson)[-1]
    remarks = []
    if len(answered) > 1:
        names = ", ".join(path.name for path in answered[:-1])
        remarks = [printable(f"Other notebooks with answers lie beside {chosen.name}: {names}.")]
    elif answered and chosen != of_lesson[-1]:
        names = f"{chosen.name}, not {of_lesson[-1].name}"
        said = f"Of {len(of_lesson)} notebooks the one with answers was taken: {names}."
        remarks = [printable(said)]
    return _found(chosen, student, lesson, tuple(remarks))


def _astray(course: Path, student: str, lesson: str) -> Result | None:
    """The result where a notebook of the lesson lies beside the lesson's folder, not in it."""
    home = course / "submitted" / student
    around = sorted(home.iterdir()) if home.is_dir() else []
    strays = [path for path in around if not source_path(course, path.name).exists()]
    inside = [one for path in strays if path.is_dir() for one in sorted(path.iterdir())]
    for path in [one for one in [*strays, *inside] if may_be_notebook(one.name)][:MOST_FILES]:
        nb = None if path.parent.is_symlink() else _look(path)
        if nb and recognise(lesson_names(course), nb) == lesson:
            remark = (
                f"{path.relative_to(home).as_posix()} is the notebook of {lesson}, but lies in the "
                f"wrong place: put it into submitted/{student}/{lesson}/."
            )
            return Result(student, lesson, FAILED, (printable(remark),))
    return None


def _look(path: Path) -> NotebookNode | None:
    """What is in one of several files; None if it cannot be read, or is a link or no file."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        nb, _ = bounded(read_submission, read_in_time(path)[0])
    except (OSError, TooLarge, TooLong):
        return None
    return nb if nb.cells else None


def _nothing(student: str, lesson: str, names: list[str], why: str) -> Result:
    """The result of a folder without a notebook of the lesson."""
    names = [name for name in names if name not in NO_WORK]
    if not names:
        return Result(student, lesson, NOTHING)
    listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    remark = f"There is no {lesson}.ipynb in what was handed in, only: {listed}."
    return Result(student, lesson, FAILED, (printable(f"{remark} {why}".strip()),))


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
    return readable and len(student) <= LONGEST_STUDENT and not MARKUP.intersection(student)


def may_be_notebook(name: str) -> bool:
    """Whether a file may be a notebook, as browsers and mail programs rename it."""
    return re.search(r"\.ipynb\b|\.json$", name, re.IGNORECASE) is not None


def looks_like(name: str, lesson: str) -> bool:
    """Whether a file name is the lesson's, as browsers and editors change it."""
    name, lesson = (unicodedata.normalize("NFC", one.casefold()) for one in (name, lesson))
    stem, dot, _ = name.rpartition(".ipynb")
    rest = stem.replace(lesson, "", 1)
    return bool(
        dot
        and name.endswith(".ipynb")
        and rest != stem
        and re.fullmatch(r"(copy of )?[ _-]*(\(\d+\)|copy\d*|copy \d+|\d+)?[ _-]*", rest)
    )
