"""When lessons are due, ``dates.csv``: a line for each lesson, and one for each extension.

    lesson,student,due
    02,,2026-11-09T23:59
    02,ada-allright-101,2026-11-12T23:59+01:00

A time without a zone is one of this machine's zone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gancourse.course.places import choose, find_lessons
from gancourse.course.spreadsheets import read_cells, records
from gancourse.course.students import known_students, unknown_student
from gancourse.errors import CourseError
from gancourse.text import printable

DATES = "dates.csv"
COLUMNS = ("lesson", "student", "due")

EXAMPLE = "2026-11-09T23:59, or with its zone, 2026-11-09T23:59+01:00"


@dataclass(frozen=True)
class Dates:
    """When lessons are due.

    Attributes:
        lessons: The date of each lesson that has one, by the lesson's name. All times know their
            zones.
        students: The later dates of single students, by lesson and student.
    """

    lessons: dict[str, datetime.datetime] = field(default_factory=dict)
    students: dict[tuple[str, str], datetime.datetime] = field(default_factory=dict)

    def extension(self, lesson: str, student: str) -> datetime.timedelta | None:
        """How much later than the others' a student's date is; None if it is not."""
        due = self.students.get((lesson, student))
        return due - self.lessons[lesson] if due else None


def read_dates(course: Path) -> Dates | None:
    """The dates of a course, or None if there is no table.

    Raises:
        CourseError: The table cannot be read, or a line of it is not right. The text says which
            line, and what is wrong with it.
    """
    path = course / DATES
    if not path.exists():
        return None
    rows = read_cells(path)
    if not rows or not set(COLUMNS) <= {header.strip() for header in rows[0]}:
        raise CourseError(f"The first line of {path} has to be: {','.join(COLUMNS)}")
    dates, every, known = Dates(), find_lessons(course), known_students(course)
    for number, row in records(rows):
        lesson, student, due = (row.get(column, "") for column in COLUMNS)
        if not lesson and not student and not due:  # a remark in another column
            continue
        try:
            _enter(dates, _lesson(lesson, every), student, _time(due), known)
        except CourseError as error:
            raise CourseError(f"{path}, line {number}: {error}") from None
    for lesson, student in dates.students:
        if lesson not in dates.lessons:
            raise CourseError(
                f"{path} has a date for {student} in {lesson}, but none for the others: add "
                f"a line with {lesson}, without a student."
            )
        if dates.students[lesson, student] < dates.lessons[lesson]:
            raise CourseError(
                f"{path} has an earlier date for {student} in {lesson} than for the others."
            )
    return dates


def _enter(
    dates: Dates, lesson: str, student: str, due: datetime.datetime, known: Mapping[str, str]
) -> None:
    if student and student not in known:
        raise CourseError(unknown_student(student, known))
    if (lesson, student) in dates.students or (not student and lesson in dates.lessons):
        raise CourseError(f"{lesson} has two dates" + (f" for {student}." if student else "."))
    if student:
        dates.students[lesson, student] = due
    else:
        dates.lessons[lesson] = due


def _lesson(name: str, every: Sequence[str]) -> str:
    if not name:
        raise CourseError("there is no lesson in it.")
    return choose(every, [name])[0]


def _time(text: str) -> datetime.datetime:
    """A time with its zone: the machine's, if the text names none."""
    try:
        time = datetime.datetime.fromisoformat(text)
        if ":" in text:
            return time if time.tzinfo else time.astimezone()
    except (ValueError, OverflowError):
        raise CourseError(f"{printable(text)!r} is no time; write it so: {EXAMPLE}.") from None
    raise CourseError(f"{text} has no time of the day; write it so: {EXAMPLE}.")
