"""The marks of a class, read from the gradebook in a few queries, whatever its size."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import or_
from sqlalchemy.orm import Query

from gancourse.course.settings import load_config
from gancourse.grading.gradebook import steadily
from gancourse.grading.result import Item


@dataclass(frozen=True)
class Marks:
    """The marks of one student for one lesson.

    Attributes:
        items: The graded cells by grade id, in no order; without messages.
        penalty: What was taken off for being late: points.
        timestamp: When it was handed in, in UTC; None if unknown.
        comments: What a person wrote to answers, by their grade id.
        blank: The grade ids of answers that nobody has touched.
        seconds_late: How long after its date it came; 0 if in time, or if a date is unknown.
    """

    items: dict[str, Item] = field(default_factory=dict)
    penalty: float = 0.0
    timestamp: datetime.datetime | None = None
    comments: dict[str, str] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    seconds_late: float = 0.0

    @property
    def raw_score(self) -> float:
        """What all items earned."""
        return sum(item.points for item in self.items.values())

    @property
    def score(self) -> float:
        """What all items earned, less the penalty for being late."""
        return max(0.0, self.raw_score - self.penalty)

    @property
    def max_score(self) -> float:
        """What all items can earn."""
        return sum(item.max_points for item in self.items.values())

    @property
    def graded(self) -> bool:
        """Whether anything has points, from a check or by hand; not so where grading failed."""
        return any(item.points or not item.by_hand for item in self.items.values())

    @property
    def by_hand(self) -> bool:
        """Whether an item waits for a person."""
        return any(item.by_hand for item in self.items.values())


def read_marks(course: Path, lessons: Iterable[str]) -> dict[tuple[str, str], Marks]:
    """The marks of all who have handed in, by lesson and student.

    Args:
        course: The course's folder.
        lessons: Names of lessons.

    Raises:
        GradebookGone: The gradebook cannot be read.
    """
    directory = CourseDirectory(config=load_config(course))
    lessons = list(lessons)

    def read() -> dict[tuple[str, str], Marks]:
        with Gradebook(directory.db_url, directory.course_id) as book:
            return _marks(book, lessons)

    return steadily(read)


def _marks(book: Gradebook, lessons: list[str]) -> dict[tuple[str, str], Marks]:
    submissions = (
        book.db.query(
            Assignment.name,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            Assignment.duedate,
            SubmittedAssignment.extension,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(SubmittedAssignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(Assignment.name.in_(lessons))
        .order_by(Assignment.name, SubmittedAssignment.student_id)
    )
    marks = {
        (lesson, student): Marks(
            {}, penalty or 0.0, timestamp, seconds_late=_late(timestamp, due, extension)
        )
        for lesson, student, timestamp, due, extension, penalty in submissions
    }
    wanted = Assignment.name.in_(lessons)
    columns = (Grade.score, GradeCell.max_score, Grade.needs_manual_grade)
    grades = entries(book, Grade, GradeCell, *columns).filter(wanted)
    for lesson, student, name, points, most, by_hand in grades:
        marks[lesson, student].items[name] = Item(points, most, bool(by_hand))
    said = (Comment.auto_comment, Comment.manual_comment)
    comments = entries(book, Comment, SolutionCell, *said).filter(wanted)
    comments = comments.filter(or_(*(column.is_not(None) for column in said)))
    for lesson, student, name, by_program, by_hand in comments:
        if by_program:  # nbgrader's words for an answer that is still the stub
            marks[lesson, student].blank.add(name)
        if by_hand:
            marks[lesson, student].comments[name] = by_hand
    return marks


def entries(
    book: Gradebook, table: type[Grade | Comment], cell: type[BaseCell], *columns: Any
) -> Query[Any]:
    """A query for all that the gradebook holds for cells of submitted notebooks.

    Args:
        book: The gradebook.
        table: Points or comments.
        cell: The kind of cell that they are about.
        columns: What is wanted, behind the names of lesson, student and cell.
    """
    return (
        book.db.query(Assignment.name, SubmittedAssignment.student_id, cell.name, *columns)
        .select_from(table)
        .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(cell, cell.id == table.cell_id)
    )


def _late(
    timestamp: datetime.datetime | None,
    due: datetime.datetime | None,
    extension: datetime.timedelta | None,
) -> float:
    """How many seconds too late a hand-in was; 0 if a date is unknown."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or datetime.timedelta())).total_seconds())
