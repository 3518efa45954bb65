"""Runs all checks of one notebook, without a gradebook: ``gancourse check FILE.ipynb``."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from gancourse.course.places import find_graded_lessons, release_path
from gancourse.course.settings import load_config
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.jobs import Job, Marked, is_check
from gancourse.grading.read import TooLarge, read_file, read_submission
from gancourse.grading.result import Item, Result, status_of
from gancourse.sandbox import SandboxError
from gancourse.sandbox.limits import Limits


def check(course: Path, file: Path) -> Result:
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
    submitted, unreadable = read_submission(text)
    if unreadable and not submitted.cells:
        raise CourseError(f"{file} is not a notebook: it may have been cut off.")
    lesson = recognise(course, submitted)
    if lesson is None:
        raise CourseError(f"{file} has no graded cell of any lesson of this course.")
    released = read(release_path(course, lesson))
    seeds = {cell.metadata.nbgrader.grade_id: 0 for cell in filter(is_check, released.cells)}
    limits = Limits(config=load_config(course)).table()
    job = Job("", lesson, text, nbformat.writes(released), seeds, limits, remarks)
    try:
        with Executor(limits, course=course) as executor:
            marked = mark(job, executor)
    except SandboxError as error:
        raise CourseError(f"{file} could not be run: {error}.") from error
    nb = nbformat.reads(marked.notebook, as_version=4)
    items = {
        cell.metadata.nbgrader.grade_id: _item(cell, marked)
        for cell in filter(utils.is_grade, nb.cells)
    }
    status = status_of(items)
    return Result(
        *("", lesson, status, marked.remarks, marked.seconds, items),
        marked.isolation,
        marked.shortfall,
    )


def recognise(course: Path, nb: NotebookNode) -> str | None:
    """The lesson that a notebook comes from: the one with which it shares most graded cells."""
    names = {cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in nb.cells} | {
        cell.get("id") for cell in nb.cells
    }

    def shared(lesson: str) -> int:
        cells = [cell for cell in read(release_path(course, lesson)).cells if _has_points(cell)]
        return sum(not names.isdisjoint((c.id, c.metadata.nbgrader.grade_id)) for c in cells)

    lessons = [name for name in find_graded_lessons(course) if release_path(course, name).exists()]
    best = max(lessons, key=shared, default=None)
    return best if best and shared(best) else None


def _has_points(cell: NotebookNode) -> bool:
    return utils.is_grade(cell) or utils.is_solution(cell)


def _item(cell: NotebookNode, marked: Marked) -> Item:
    points, max_points = utils.determine_grade(cell)
    if is_check(cell):
        verdict = marked.verdicts.get(cell.metadata.nbgrader.grade_id, {})
        return Item(points, max_points, False, _message(cell), tuple(verdict.get("aspects", ())))
    if points is None:
        return Item(0, max_points, True, "waits to be graded by hand")
    return Item(points, max_points, False, "not answered")


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
