"""Marks in a gradebook without a sandbox: every check that has an answer earns full points."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from benchmarks.classes.small_course import LESSON, hand_in
from gancourse.course.delivery import TIMESTAMP
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.tidy import read
from gancourse.grading.grade import plan
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.record import Importer
from gancourse.grading.repair import rebuild
from gancourse.grading.result import Result
from gancourse.grading.sanitize import sanitized


def write_marks(
    course: Path, notebooks: dict[str, NotebookNode], time: str = ""
) -> dict[str, Result]:
    """Hand notebooks in, at a time, and write marks for them; returns results by student."""
    with quiet_nbgrader(), Importer(course) as importer:
        importer.enter_lessons([LESSON])
        importer.enter_dates([LESSON])
        return {one: _write(importer, one, nb, time) for one, nb in notebooks.items()}


def _write(importer: Importer, student: str, nb: NotebookNode, time: str) -> Result:
    hand_in(importer.course, student, nb)
    (importer.course / "submitted" / student / LESSON / TIMESTAMP).write_text(time)
    job = plan(importer, student, LESSON)
    assert isinstance(job, Job)
    repaired, remarks = rebuild(
        read(importer.course / "notebooks" / LESSON / f"{LESSON}.ipynb"), nb
    )
    text = nbformat.writes(sanitized(repaired), version=4)
    return importer.write(job, Marked(text, {}, tuple(remarks), "strong", 1.0, {}))


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans")


def mark_by_hand(
    course: Path, student: str, points: float, name: str = "why", comment: str | None = None
) -> None:
    """Give points as formgrader does."""
    with gradebook(course) as book:
        grade = book.find_grade(name, LESSON, LESSON, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        answer = name.removeprefix("check_")
        book.find_comment(answer, LESSON, LESSON, student).manual_comment = comment
        book.db.commit()
