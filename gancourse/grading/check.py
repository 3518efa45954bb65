"""Runs all checks of one notebook, without a gradebook: ``gancourse check FILE.ipynb``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from gancourse.course.places import release_path
from gancourse.course.settings import Points, load_config
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.bounded import TooLong, bounded
from gancourse.grading.jobs import Job, is_check
from gancourse.grading.modules import modules_beside
from gancourse.grading.read import TooLarge, read_in_time, read_submission
from gancourse.grading.recognise import lesson_names, recognise
from gancourse.grading.result import Item, Result, status_of
from gancourse.grading.workers import Processes, mark_all
from gancourse.sandbox.limits import Limits


def check(course: Path, file: Path) -> Result:
    """Mark a notebook as a submission is marked, without a gradebook.

    The file itself is not changed. It runs in the sandbox, within the limits of
    ``nbgrader_config.py``; the inputs of its checks are those that students get.

    Raises:
        CourseError: The file cannot be read, or is no notebook of this course.
    """
    if file.exists() and not (file.is_file() or file.is_dir()):  # a pipe may never end
        raise CourseError(f"{file} is not a file.")
    try:
        text, remarks = read_in_time(file)
        submitted, unreadable = bounded(read_submission, text)
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}.") from error
    except (TooLarge, TooLong) as error:
        raise CourseError(f"{file}: {error}") from error
    if unreadable and not submitted.cells:
        raise CourseError(f"{file} is not a notebook: it may have been cut off.")
    lesson = recognise(lesson_names(course), submitted)
    released = read(release_path(course, lesson)) if lesson else NotebookNode(cells=[])
    seeds = {cell.metadata.nbgrader.grade_id: 0 for cell in filter(is_check, released.cells)}
    if lesson is None or not seeds:
        raise CourseError(
            f"{file} has no graded cell of any lesson of this course; optional lessons have none."
        )
    config = load_config(course)
    limits = Limits(config=config).table()
    all_or_nothing = Points(config=config).all_or_nothing
    try:
        files = modules_beside(file, text)
    except OSError as error:
        raise CourseError(f"A module beside {file} cannot be read: {error.strerror}.") from error
    job = Job(
        "",
        lesson,
        text,
        nbformat.writes(released),
        seeds,
        limits,
        remarks,
        files,
        all_or_nothing=all_or_nothing,
        course=str(course),
    )
    with contextlib.closing(Processes(workers=1)) as pool:
        ((_, marked),) = mark_all([job], limits["notebook_seconds"], pool)
    if isinstance(marked, str):
        raise CourseError(f"{file} could not be checked. {marked}")
    nb = nbformat.reads(marked.notebook, as_version=4)
    items = {
        cell.metadata.nbgrader.grade_id: item_of(cell, marked.verdicts)
        for cell in filter(utils.is_grade, nb.cells)
    }
    status = status_of(items)
    return Result(
        "",
        lesson,
        status,
        marked.remarks,
        marked.seconds,
        items,
        marked.isolation,
        shortfall=marked.shortfall,
    )


def item_of(cell: NotebookNode, verdicts: Mapping[str, Any]) -> Item:
    """A graded cell of a marked notebook, with what its check said.

    Args:
        cell: The cell, with its outputs.
        verdicts: What each check found, as data, by grade id.
    """
    points, max_points = utils.determine_grade(cell)
    if is_check(cell):
        verdict = verdicts.get(cell.metadata.nbgrader.grade_id, {})
        return Item(points, max_points, False, _message(cell), tuple(verdict.get("aspects", ())))
    if points is None:
        return Item(0, max_points, True, "waits to be graded by hand")
    return Item(points, max_points, False, "not answered")


def _message(cell: NotebookNode) -> str:
    """What a marked check says: its verdict, or why there is none."""
    output = cell.outputs[0]
    return str(output.evalue if output.output_type == "error" else output.data["text/plain"])
