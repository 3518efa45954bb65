"""Points out of the gradebook: ``grades.csv``."""

from __future__ import annotations

import contextlib
import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from gancourse.course.files import replacing
from gancourse.course.settings import load_config
from gancourse.course.spreadsheets import ENCODING, harmless
from gancourse.grading.gradebook import steadily

GRADES = "grades.csv"
COLUMNS = (
    *("assignment", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score"),
    *("late_submission_penalty", "score", "max_score", "needs_manual_grade"),
)
"""nbgrader's names."""


def export_grades(course: Path, target: Path) -> None:
    """Write a line for each student and lesson of the gradebook.

    Raises:
        GradebookGone: The gradebook cannot be read.
        OSError: The file cannot be written; the old one stays.
    """
    rows = steadily(lambda: _rows(course))
    with replacing(target, ENCODING) as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)


def _rows(course: Path) -> list[dict[str, Any]]:
    """The lines of the table."""
    directory = CourseDirectory(config=load_config(course))
    rows = []
    with Gradebook(directory.db_url, directory.course_id) as book:
        for assignment in book.assignments:
            for student in book.students:
                names = ("last_name", "first_name", "email")
                row: dict[str, Any] = {key: getattr(student, key) or "" for key in names}
                row |= {"assignment": assignment.name, "student_id": student.id}
                row = {key: harmless(text) for key, text in row.items()}
                row |= {"max_score": assignment.max_score, "score": 0.0}
                with contextlib.suppress(MissingEntry):
                    submission = book.find_submission(assignment.name, student.id)
                    penalty = submission.late_submission_penalty or 0.0
                    row["timestamp"] = submission.timestamp or ""
                    row["raw_score"] = submission.score
                    row["late_submission_penalty"] = penalty
                    row["score"] = max(0.0, submission.score - penalty)
                    row["needs_manual_grade"] = submission.needs_manual_grade
                rows.append(row)
    return rows


def gradebook_address(course: Path) -> str:
    """Where the gradebook is: a file, or a server's address without its password."""
    url = make_url(CourseDirectory(config=load_config(course)).db_url)
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)
