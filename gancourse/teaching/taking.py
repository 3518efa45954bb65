"""Takes the points and comments of a sheet into the gradebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from gancourse.course.lock import only_one
from gancourse.course.settings import quiet_nbgrader
from gancourse.errors import CourseError
from gancourse.grading.record import Importer
from gancourse.teaching.answer_table import Row, read_table
from gancourse.teaching.answers import Answer, Answers, Question, read_answers


@dataclass
class Taken:
    """What came of a sheet.

    Attributes:
        taken: How many answers got points or a comment.
        replaced: How many of these had other points before.
        known: How many rows said what the gradebook has already.
        empty: How many rows have neither points nor a comment.
        refused: Why a row was not taken: a sentence each.
        outdated: How many of these are about an answer that is not there any more.
    """

    taken: int = 0
    replaced: int = 0
    known: int = 0
    empty: int = 0
    refused: list[str] = field(default_factory=list)
    outdated: int = 0


class _Outdated(ValueError):
    """A row is about an answer that is not there any more."""


@dataclass(frozen=True)
class _Change:
    """What a row changes in the gradebook; no points means that they stay as they are."""

    answer: Answer
    points: float | None
    comment: str


def take_answers(course: Path, question: Question, path: Path) -> Taken:
    """Take a filled-in table into the gradebook.

    A row that cannot be taken stops no other: put it right, and take the same table again. A row
    without points leaves the points as they are.

    Args:
        course: The course's folder.
        question: The question whose answers are on the sheet.
        path: The table, as a spreadsheet or the page has saved it.

    Raises:
        CourseError: It is no table of this question, or another grading is running.
        OSError: It cannot be read.
    """
    rows = read_table(path)
    with only_one(course), quiet_nbgrader():
        taken, changes = _compare(rows, read_answers(course, question))
        if rows and len(taken.refused) == len(rows) and not changes:
            first = f" {taken.refused[0]}"
            raise CourseError(f"{path} was not taken.{first} Is it another question's sheet?")
        with Importer(course) as importer:
            importer.steadily(lambda: _write(importer.book, question, changes))
    return taken


def not_taken(answers: Answers, path: Path) -> int:
    """How many marks of a table that lies there already are not in the gradebook.

    Raises:
        CourseError: Something else lies there.
        OSError: It cannot be read.
    """
    taken, changes = _compare(read_table(path), answers)
    return len(changes) + len(taken.refused) - taken.outdated


def _compare(rows: list[Row], answers: Answers) -> tuple[Taken, list[_Change]]:
    """What of a table is new."""
    by_code = {one.code: one for one in answers.given}
    times = Counter(row.code for row in rows)
    taken, changes = Taken(), []
    for row in rows:
        try:
            change = _change(row, by_code, times, answers.question.max_points)
        except ValueError as error:
            taken.refused.append(f"Row {row.number} ({row.code}): {error}")
            taken.outdated += isinstance(error, _Outdated)
            continue
        before = change.answer.points
        same_comment = change.comment == change.answer.comment.strip()
        if change.points is None and not change.comment:
            taken.empty += 1
            continue
        if change.points in (None, before) and same_comment:
            taken.known += 1
            continue
        taken.taken += 1
        taken.replaced += None not in (before, change.points) and before != change.points
        changes.append(change)
    return taken, changes


def _change(
    row: Row, by_code: Mapping[str, Answer], times: Mapping[str, int], most: float
) -> _Change:
    """What a row says.

    Raises:
        ValueError: It cannot be taken; a sentence.
    """
    if times[row.code] > 1:
        raise ValueError("the code stands in the table more than once.")
    if row.code not in by_code:
        raise _Outdated("no answer to this question has this code.")
    answer = by_code[row.code]
    points = row.given(most)
    if row.check != answer.check and (row.points or row.comment):
        raise _Outdated(
            "the answer has changed since the sheet was written; mark it on a new sheet."
        )
    return _Change(answer, points, row.comment)


def _write(book: Gradebook, question: Question, changes: list[_Change]) -> None:
    """Enter points and comments, all or none."""
    for change in changes:
        names = (question.lesson, question.lesson, change.answer.student)
        if change.points not in (None, change.answer.points):
            grade = book.find_grade(question.name, *names)
            grade.manual_score = change.points
            grade.needs_manual_grade = False
        comment = book.find_comment(question.answer, *names)
        comment.manual_comment = change.comment or None
    book.db.commit()
