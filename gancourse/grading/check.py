"""Runs all checks of one notebook, without a gradebook: ``gancourse check FILE.ipynb``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from gancourse.course.places import find_graded_lessons, load_config, release_path
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.jobs import Job, Marked, is_check
from gancourse.grading.read import TooLarge, read_file
from gancourse.grading.repair import read_submission
from gancourse.sandbox import SandboxError
from gancourse.sandbox.limits import Limits


@dataclass(frozen=True)
class CheckedItem:
    """One graded cell of the notebook.

    Attributes:
        name: Its grade id.
        points: What it earned; None if a person has to grade it.
        max_points: What it can earn.
        message: What the check said, or why it said nothing.
        aspects: For a check that failed, what it looked at: titles, and whether each passed.
    """

    name: str
    points: float | None
    max_points: float
    message: str
    aspects: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Checked:
    """One notebook after all its checks.

    Attributes:
        file: The notebook.
        lesson: The lesson that it was recognised as.
        items: Its graded cells, in order.
        remarks: What was repaired or stopped: plain sentences.
    """

    file: Path
    lesson: str
    items: tuple[CheckedItem, ...]
    remarks: tuple[str, ...]

    @property
    def points(self) -> float:
        return sum(item.points or 0 for item in self.items)

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items)

    @property
    def passed(self) -> bool:
        """Whether every check earned its full points."""
        return all(item.points in (None, item.max_points) for item in self.items)

    def data(self) -> dict[str, Any]:
        """The same as plain data that JSON can hold."""
        totals = {"passed": self.passed, "points": self.points, "max_points": self.max_points}
        return asdict(self) | {"file": str(self.file)} | totals


def check(course: Path, file: Path) -> Checked:
    """Mark a notebook as a submission is marked, without a gradebook.

    The file itself is not changed. It runs in the sandbox, within the limits of
    ``nbgrader_config.py``; the inputs of its checks are those that students get.

    Raises:
        CourseError: The file cannot be read, or is no notebook of this course.
    """
    from gancourse.grading.mark import mark  # it imports PyTorch
    from gancourse.sandbox.executor import Executor

    try:
        text, remarks = read_file(file)
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}.") from error
    except TooLarge as error:
        raise CourseError(f"{file}: {error}") from error
    handed_in, trouble = read_submission(text)
    if trouble and not handed_in.cells:
        raise CourseError(f"{file} is not a notebook: it may have been cut off.")
    lesson = recognise(course, handed_in)
    if lesson is None:
        raise CourseError(f"{file} has no graded cell of any lesson of this course.")
    released = read(release_path(course, lesson))
    seeds = {cell.metadata.nbgrader.grade_id: 0 for cell in filter(is_check, released.cells)}
    limits = Limits(config=load_config(course)).table()
    job = Job("", lesson, text, nbformat.writes(released), seeds, limits, remarks)
    try:
        with Executor(limits) as executor:
            marked = mark(job, executor)
    except SandboxError as error:
        raise CourseError(f"{file} could not be run: {error}.") from error
    nb = nbformat.reads(marked.notebook, as_version=4)
    items = tuple(_item(cell, marked) for cell in nb.cells if utils.is_grade(cell))
    return Checked(file, lesson, items, marked.remarks)


def recognise(course: Path, nb: NotebookNode) -> str | None:
    """The lesson that a notebook comes from: the one with which it shares most graded cells."""
    names = {cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in nb.cells} | {
        cell.get("id") for cell in nb.cells
    }

    def shared(lesson: str) -> int:
        cells = [cell for cell in read(release_path(course, lesson)).cells if _has_points(cell)]
        return sum(not names.isdisjoint((c.id, c.metadata.nbgrader.grade_id)) for c in cells)

    lessons = [one for one in find_graded_lessons(course) if release_path(course, one).exists()]
    best = max(lessons, key=shared, default=None)
    return best if best and shared(best) else None


def _has_points(cell: NotebookNode) -> bool:
    return utils.is_grade(cell) or utils.is_solution(cell)


def _item(cell: NotebookNode, marked: Marked) -> CheckedItem:
    points, max_points = utils.determine_grade(cell)
    grade_id = cell.metadata.nbgrader.grade_id
    name = grade_id.removeprefix("check_")
    if not is_check(cell):
        waits = "not answered" if points == 0 else "waits to be graded by hand"
        return CheckedItem(name, points, max_points, waits)
    aspects = marked.verdicts.get(grade_id, {}).get("aspects", ())
    return CheckedItem(name, points, max_points, _message(cell), tuple(aspects))


def _message(cell: NotebookNode) -> str:
    """What a marked check says: its verdict, or why there is none."""
    output = cell.outputs[0]
    match output.output_type:
        case "stream":
            return output.text.strip()
        case "error":
            return output.evalue
        case _:
            return output.data["text/plain"]
