"""Writes marks into the gradebook: the one place that does.

Beside each marked notebook lies `grading.json`: what was marked, with what, from which inputs. A
submission whose record still fits is not run again, and a mark can be made a second time.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import is_grade, is_locked, is_solution, rmtree
from sqlalchemy import Connection, Index

from gancourse.course.dates import Dates, read_dates
from gancourse.course.delivery import TIMESTAMP
from gancourse.course.files import replacing
from gancourse.course.key import course_key
from gancourse.course.places import release_path
from gancourse.course.secret import SECRET, read_secret
from gancourse.course.settings import Points, load_config
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.by_hand import ANSWERS, changed_since, is_given, save_grades
from gancourse.grading.fingerprint import code_hash
from gancourse.grading.gradebook import (
    enter_students,
    hold,
    in_one_transaction,
    open_gradebook,
    steadily,
)
from gancourse.grading.jobs import Job, Marked, hash_of
from gancourse.grading.late import Penalties, handed_in_at, seconds_late
from gancourse.grading.preprocessors import ShowRemarks, put_remarks
from gancourse.grading.recognise import Names, lesson_names
from gancourse.grading.result import Item, Result, status_of
from gancourse.sandbox.limits import Limits

RECORD = "grading.json"

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


P = ParamSpec("P")
T = TypeVar("T")


def _steady(
    method: Callable[Concatenate[Importer, P], T],
) -> Callable[Concatenate[Importer, P], T]:
    """A method of `Importer` that begins anew while the database is away; see `steadily`."""

    @wraps(method)
    def steady(self: Importer, *args: P.args, **named: P.kwargs) -> T:
        return self.steadily(lambda: method(self, *args, **named))

    return steady


class Importer:
    """The gradebook of a course, and the folder of marked notebooks. A context manager.

    Its methods raise `GradebookGone` if the database is gone for good or cannot be written.

    Args:
        course: The course's folder.

    Raises:
        CourseError: Another machine grades into the same database.
    """

    def __init__(self, course: Path) -> None:
        self.course = course
        self.config = load_config(course)
        self.directory = CourseDirectory(config=self.config)
        self.limits = Limits(config=self.config).table()
        self.all_or_nothing = Points(config=self.config).all_or_nothing
        self.code_hash = cache(code_hash)

    def __enter__(self) -> Importer:
        self.held: Connection | None = None
        self.book = steadily(
            partial(open_gradebook, self.directory.db_url, self.directory.course_id)
        )
        try:
            self._enter_indexes()
        except BaseException:
            self._let_go()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def steadily(self, work: Callable[[], T]) -> T:
        """Do something with the gradebook while no other machine does; see `steadily`."""

        def alone() -> T:
            self.held = self.held or hold(self.book)
            return work()

        return steadily(alone, reset=self._let_go)

    def _let_go(self) -> None:
        """Close all connections; the next use opens new ones."""
        if self.held:
            self.held.close()
        self.held = None
        self.book.close()

    @_steady
    def _enter_indexes(self) -> None:
        ANSWERS.create(self.book.engine, checkfirst=True)
        for index in INDEXES:  # in a gradebook that nbgrader has made
            index.create(self.book.engine, checkfirst=True)

    @cached_property
    def lessons(self) -> dict[str, Names]:
        """By what the graded and answer cells of each lesson are known."""
        return lesson_names(self.course)

    @cached_property
    def key(self) -> bytes:
        """The course's secret."""
        return course_key(self.course)

    @_steady
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

    @cached_property
    def dates(self) -> Dates | None:
        """The course's table of dates, if there is one."""
        return read_dates(self.course)

    @cached_property
    def penalties(self) -> Penalties:
        """What being late costs in this course."""
        return Penalties(self.config)

    def check_late_work(self, student: str) -> None:
        """Try the dates and the penalty before a mark depends on them, with one student's name.

        Raises:
            CourseError: The table of dates or the settings of the penalty are not right.
        """
        _ = self.dates
        self.penalties.try_on(student)

    @_steady
    def enter_dates(self, lessons: Iterable[str]) -> None:
        """Give lessons the dates of the table: where there is one, nbgrader's do not count."""
        if self.dates is None:
            return
        for lesson in lessons:
            due = self.dates.lessons.get(lesson)
            self.book.update_or_create_assignment(lesson, duedate=due)

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

    def enter_students(self, names: Mapping[str, str]) -> None:
        """As `gancourse.grading.gradebook.enter_students`."""
        self.steadily(lambda: enter_students(self.book, names))

    def fingerprint(self, job: Job) -> dict[str, str]:
        """What a mark depends on, as hashes."""
        parts = {
            "submission": job.submitted,
            "remarks": "\n".join(job.remarks),
            "files": json.dumps(dict(job.files), sort_keys=True),
            "timestamp": str(handed_in_at(self._submitted(job))),
            "release": job.released,
            "limits": json.dumps(dict(job.limits)),
            "points": f"all or nothing: {job.all_or_nothing}",
            "key": f"name of the key {self.key.hex()}",
        }
        hashes = {name: hash_of(text) for name, text in parts.items()}
        return hashes | {"code": self.code_hash(job.released)}

    @_steady
    def earlier(self, job: Job) -> Result | None:
        """What the gradebook has of this very submission, if nothing has changed since then."""
        try:
            record = json.loads((self._folder(job) / RECORD).read_text(encoding="utf-8"))
            self.book.find_submission(job.lesson, job.student)
        except (OSError, ValueError, MissingEntry):
            return None
        if not isinstance(record, dict) or record.get("from") != self.fingerprint(job):
            return None
        self._assign_penalty(job)
        return self._result(job, 0.0, record)

    def _assign_penalty(self, job: Job) -> None:
        """Work out what being late costs, by today's dates, rule and points."""
        notebook = self._find(job)
        submission = notebook.assignment
        if self.dates is not None:
            extension = self.dates.extension(job.lesson, job.student)
            if submission.extension != extension:
                submission.extension = extension
                self.book.db.commit()
        late = seconds_late(submission)
        if not late and not notebook.late_submission_penalty:
            return
        self.book.db.refresh(notebook, ["score"])
        notebook.late_submission_penalty = self.penalties.of(job.student, notebook.score, late)
        self.book.db.commit()

    def _find(self, job: Job) -> SubmittedNotebook:
        return self.book.find_submission_notebook(job.lesson, job.lesson, job.student)

    def write(self, job: Job, marked: Marked) -> Result:
        """Write the marks of one submission; what a person has graded stays."""
        return self.write_all([(job, marked)])[0]

    @_steady
    def write_all(self, marks: Sequence[tuple[Job, Marked]]) -> list[Result]:
        """Write the marks of some submissions in one transaction; if one fails, none is written."""
        with in_one_transaction(self.book):
            records = [self._enter(*one) for one in marks]
        for (job, _), record in zip(marks, records, strict=True):
            # Written last: a record says that everything else is there.
            with replacing(self._folder(job) / RECORD) as file:
                file.write(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        return [
            self._result(job, marked.seconds, record)
            for (job, marked), record in zip(marks, records, strict=True)
        ]

    def _enter(self, job: Job, marked: Marked) -> dict[str, Any]:
        """Enter the marks of one submission, write its notebook; return what to record of it."""
        folder = self._folder(job)
        self._forget_folders(job.student, job.lesson)
        folder.mkdir(parents=True)
        timestamp = handed_in_at(self._submitted(job))
        self.book.update_or_create_student(job.student)
        with self.book.db.no_autoflush:  # nbgrader puts it together before it is added
            self.book.update_or_create_submission(job.lesson, job.student, timestamp=timestamp)
        nb = nbformat.v4.reads(marked.notebook)  # whoever wrote it has validated it
        put_remarks(nb, marked.remarks)
        save_grades(self.book, self._find(job), nb)
        self.book.db.flush()
        self._assign_penalty(job)
        nb, _ = ShowRemarks(config=self.config).preprocess(nb, {})
        (folder / f"{job.lesson}.ipynb").write_text(f"{nbformat.v4.writes(nb)}\n", encoding="utf-8")
        if timestamp:
            (folder / TIMESTAMP).write_text(f"{timestamp} UTC\n", encoding="utf-8")
        if secret := read_secret(self._submitted(job)):
            (folder / SECRET).write_text(secret, encoding="ascii")
        return {
            "from": self.fingerprint(job),
            "limits": dict(job.limits),
            "seeds": dict(job.seeds),
            "versions": marked.versions,
            "isolation": marked.isolation,
            "shortfall": marked.shortfall,
            "seconds": round(marked.seconds, 3),
            "remarks": marked.remarks,
            "notices": marked.notices,
            "verdicts": marked.verdicts,
        }

    @_steady
    def forget(self, student: str, lesson: str) -> None:
        """Take back what an earlier run gave: a submission that failed has no automatic marks."""
        self.book.db.rollback()  # what failed may have left something half done
        with contextlib.suppress(MissingEntry):
            for grade in self.book.find_submission_notebook(lesson, lesson, student).grades:
                grade.needs_manual_grade = not is_given(grade)
                grade.auto_score = None
            self.book.db.commit()
        self._forget_folders(student, lesson)

    def _result(self, job: Job, seconds: float, record: Mapping[str, Any]) -> Result:
        """A submission with the points that the gradebook has, by grade id."""
        notebook = self._find(job)
        wanted = (BaseCell.name, Grade.score, Grade.max_score, Grade.manual_score)
        grades = (
            self.book.db.query(*wanted, Grade.needs_manual_grade)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Grade.notebook_id == notebook.id)
            .all()
        )
        items = {
            grade.name: Item(grade.score, grade.max_score, bool(grade.needs_manual_grade))
            for grade in grades
        }
        status = status_of(items)
        penalty = notebook.late_submission_penalty or 0.0
        return Result(
            job.student,
            job.lesson,
            status,
            tuple(record["remarks"]),
            seconds,
            items,
            record["isolation"],
            penalty,
            (*record["notices"], *changed_since(grades)),
            record["shortfall"],
            seconds_late(notebook.assignment),
        )

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
