"""Writes marks into the gradebook: the one place that does.

Beside each marked notebook lies `grading.json`: what was marked, with what, from which inputs. A
submission whose record still fits is not run again, and a mark can be made a second time.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades, SaveCells
from nbgrader.utils import is_grade, is_locked, is_solution, parse_utc, rmtree
from sqlalchemy import Index

from gancourse.course.key import course_key
from gancourse.course.places import release_path
from gancourse.course.settings import load_config
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.fingerprint import code_hash
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.preprocessors import ShowRemarks, put_remarks
from gancourse.grading.result import Item, Result, status_of
from gancourse.sandbox.limits import Limits

RECORD = "grading.json"
TIMESTAMP = "timestamp.txt"
LONGEST_TIMESTAMP = 100

INDEXES = [
    Index(f"ix_{table.__tablename__}_{column}", getattr(table, column))
    for table, column in (
        (Grade, "notebook_id"),
        (Comment, "notebook_id"),
        (SubmittedNotebook, "assignment_id"),
        (SubmittedAssignment, "student_id"),
    )
]
"""What nbgrader looks for in whole tables: without an index, a mark takes longer the more students
there are."""


class Importer:
    """The gradebook of a course, and the folder of marked notebooks. A context manager.

    Args:
        course: The course's folder.
    """

    def __init__(self, course: Path) -> None:
        self.course = course
        self.config = load_config(course)
        self.directory = CourseDirectory(config=self.config)
        self.limits = Limits(config=self.config).table()
        self.code_hash = cache(code_hash)

    def __enter__(self) -> Importer:
        self.book = Gradebook(self.directory.db_url, self.directory.course_id)
        for index in INDEXES:  # in a gradebook that nbgrader has made
            index.create(self.book.engine, checkfirst=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    @cached_property
    def key(self) -> bytes:
        """The course's secret."""
        return course_key(self.course)

    def enter_lessons(self, lessons: Iterable[str]) -> None:
        """Enter lessons with the points that were released, where the gradebook has others.

        Raises:
            CourseError: A release has other cells to grade than the gradebook has marks for.
        """
        for lesson in lessons:
            released = read(release_path(self.course, lesson))
            if self._entered(lesson) == _to_enter(released):
                continue
            self.book.update_or_create_assignment(lesson)
            names = {"notebook": lesson, "assignment": lesson, "db_url": self.directory.db_url}
            try:
                SaveCells(config=self.config).preprocess(released, {"nbgrader": names})
            except RuntimeError:
                raise CourseError(
                    f"{lesson} has marks in the gradebook, and its release has other graded cells "
                    "than these. Put the old release back; or take the lesson and its marks out of "
                    f"the gradebook: nbgrader db assignment remove {lesson} --force"
                ) from None

    def _entered(self, lesson: str) -> Cells:
        """What the gradebook knows of a lesson."""
        self.book.db.expire_all()
        try:
            notebook = self.book.find_notebook(lesson, lesson)
        except MissingEntry:
            return {}
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        return {
            cell.name: (points.get(cell.name), cell.locked, cell.source, cell.checksum)
            for cell in notebook.source_cells
        }

    def enter_students(self, students: Iterable[str]) -> None:
        """Enter students that the gradebook does not know yet; it keeps what it knows of others."""
        for student in students:
            self.book.update_or_create_student(student)

    def fingerprint(self, job: Job) -> dict[str, str]:
        """What a mark depends on, as hashes."""
        parts = {
            "submission": job.submitted,
            "remarks": "\n".join(job.remarks),
            "timestamp": str(_timestamp(self._submitted(job))),
            "release": job.released,
            "limits": json.dumps(dict(job.limits)),
            "key": f"name of the key {self.key.hex()}",
        }
        hashes = {
            name: hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
            for name, text in parts.items()
        }
        return hashes | {"code": self.code_hash(job.released)}

    def earlier(self, job: Job) -> Result | None:
        """What the gradebook has of this very submission, if nothing has changed since then."""
        try:
            record = json.loads((self._folder(job) / RECORD).read_text(encoding="utf-8"))
            self.book.find_submission(job.lesson, job.student)
        except (OSError, ValueError, MissingEntry):
            return None
        if not isinstance(record, dict) or record.get("from") != self.fingerprint(job):
            return None
        sealed = record["isolation"], record.get("shortfall", "")
        return self._result(job, tuple(record["remarks"]), 0.0, *sealed)

    def write(self, job: Job, marked: Marked) -> Result:
        """Write the marks of one submission; what a person has graded stays."""
        folder = self._folder(job)
        self._forget_folders(job.student, job.lesson)
        folder.mkdir(parents=True)
        timestamp = _timestamp(self._submitted(job))
        self.book.update_or_create_student(job.student)
        more = {"timestamp": timestamp} if timestamp else {}
        self.book.update_or_create_submission(job.lesson, job.student, **more)
        self.book.db.commit()
        nb = nbformat.reads(marked.notebook, as_version=4)
        put_remarks(nb, marked.remarks)
        resources = {
            "nbgrader": {
                "assignment": job.lesson,
                "notebook": job.lesson,
                "student": job.student,
                "db_url": self.directory.db_url,
            }
        }
        for step in (SaveAutoGrades, AssignLatePenalties, ShowRemarks):
            nb, resources = step(config=self.config).preprocess(nb, resources)
        nbformat.write(nb, folder / f"{job.lesson}.ipynb")
        if timestamp:
            (folder / TIMESTAMP).write_text(f"{timestamp} UTC\n", encoding="utf-8")
        record = {
            "from": self.fingerprint(job),
            "limits": dict(job.limits),
            "seeds": dict(job.seeds),
            "versions": marked.versions,
            "isolation": marked.isolation,
            "shortfall": marked.shortfall,
            "seconds": round(marked.seconds, 3),
            "remarks": marked.remarks,
            "verdicts": marked.verdicts,
        }
        # Written last: a record says that everything else is there.
        text = json.dumps(record, indent=1, ensure_ascii=False)
        (folder / RECORD).write_text(text + "\n", encoding="utf-8")
        sealed = marked.isolation, marked.shortfall
        return self._result(job, marked.remarks, marked.seconds, *sealed)

    def forget(self, student: str, lesson: str) -> None:
        """Take back what an earlier run gave: a submission that failed has no automatic marks."""
        self.book.db.rollback()  # what failed may have left something half done
        with contextlib.suppress(MissingEntry):
            for grade in self.book.find_submission_notebook(lesson, lesson, student).grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            self.book.db.commit()
        self._forget_folders(student, lesson)

    def _result(
        self, job: Job, remarks: tuple[str, ...], seconds: float, isolation: str, shortfall: str
    ) -> Result:
        """A submission with the points that the gradebook has, by grade id."""
        self.book.db.expire_all()  # nbgrader's steps write through connections of their own
        notebook = self.book.find_submission_notebook(job.lesson, job.lesson, job.student)
        items = {
            grade.name: Item(grade.score, grade.max_score, bool(grade.needs_manual_grade))
            for grade in notebook.grades
        }
        status = status_of(items)
        sealed = isolation, shortfall
        return Result(job.student, job.lesson, status, remarks, seconds, items, *sealed)

    def _submitted(self, job: Job) -> Path:
        return self.course / "submitted" / job.student / job.lesson

    def _folder(self, job: Job) -> Path:
        return self.course / "autograded" / job.student / job.lesson

    def _forget_folders(self, student: str, lesson: str) -> None:
        for step in ("autograded", "feedback"):
            folder = self.course / step / student / lesson
            if folder.exists():
                rmtree(str(folder))


Cells = dict[str, tuple[float | None, bool, str, str | None]]
"""Cells by grade id: points, whether it is locked, text, checksum."""


def _to_enter(released: NotebookNode) -> Cells:
    """What the gradebook has to know of a lesson."""
    return {
        cell.metadata.nbgrader.grade_id: (
            float(cell.metadata.nbgrader.points) if is_grade(cell) else None,
            is_locked(cell),
            cell.source,
            cell.metadata.nbgrader.get("checksum"),
        )
        for cell in released.cells
        if is_grade(cell) or is_solution(cell) or is_locked(cell)
    }


def _timestamp(submitted: Path) -> datetime.datetime | None:
    """When a submission was handed in, if nbgrader's file says so."""
    path = submitted / TIMESTAMP
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST_TIMESTAMP).strip()
        return parse_utc(text) if text else None
    except (OSError, ValueError, ArithmeticError):
        return None
