"""Points out of the gradebook: ``grades.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import func, make_url

from gancourse.course import roster
from gancourse.course.files import replacing
from gancourse.course.roster import read_roster
from gancourse.course.settings import load_config
from gancourse.course.spreadsheets import ENCODING, harmless
from gancourse.grading.gradebook import steadily
from gancourse.grading.marks import Marks, read_marks

GRADES = "grades.csv"
COLUMNS = (
    *("assignment", "timestamp", "student_id", "name", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"),
)
"""nbgrader's names, and ``name``: that of the table ``students.csv``."""


def export_grades(course: Path, target: Path) -> None:
    """Write a line for each lesson of the gradebook and each student, of it and of the roster.

    Raises:
        GradebookGone: The gradebook cannot be read.
        CourseError: The roster cannot be read.
        OSError: The file cannot be written; the old one stays.
    """
    people = read_roster(course)
    lessons, known = steadily(lambda: _lessons_and_students(course))
    marks = read_marks(course, lessons)
    names = {
        id_: _names(id_, people.get(id_, roster.Student(id_)), known) for id_ in {**people, **known}
    }
    with replacing(target, ENCODING) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for lesson, most in lessons.items():
            for id_, texts in names.items():
                timestamp, *points = _points(marks.get((lesson, id_)), most)
                table.writerow([harmless(lesson), timestamp, *texts, *points])


Known = Mapping[str, tuple[str, str, str]]
"""What nbgrader's table knows of students: last names, first names and e-mails by their ids."""


def _lessons_and_students(course: Path) -> tuple[dict[str, float], Known]:
    """The gradebook's lessons with the points they can earn, and its students."""
    directory = CourseDirectory(config=load_config(course))
    with Gradebook(directory.db_url, directory.course_id) as book:
        lessons = book.db.query(Assignment).order_by(Assignment.name)
        columns = (Student.id, Student.last_name, Student.first_name, Student.email)
        last_name = func.coalesce(Student.last_name, Student.id)
        students = book.db.query(*columns).order_by(last_name, Student.first_name, Student.id)
        return (
            {lesson.name: lesson.max_score for lesson in lessons},
            {id_: (last or "", first or "", email or "") for id_, last, first, email in students},
        )


def _names(id_: str, student: roster.Student, known: Known) -> list[str]:
    """The columns that say who a student is; the roster's name and e-mail go first."""
    last, first, email = known.get(id_, ("", "", ""))
    name = student.name or f"{first} {last}".strip()
    return [harmless(text) for text in (id_, name, last, first, student.email or email)]


def _points(marks: Marks | None, most: float) -> list[object]:
    """When the work was handed in, and the columns of points; none where nothing was."""
    if marks is None:
        return ["", "", "", 0.0, most, ""]
    points = (marks.raw_score, marks.penalty, marks.score, most, marks.by_hand)
    return [marks.timestamp or "", *points]


def gradebook_address(course: Path) -> str:
    """Where the gradebook is: a file, or a server's address without its password."""
    url = make_url(CourseDirectory(config=load_config(course)).db_url)
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)
