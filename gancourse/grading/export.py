"""Points out of the gradebook: ``grades.csv``."""

from __future__ import annotations

import contextlib
import csv
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from gancourse.course.settings import load_config

GRADES = "grades.csv"


def export_grades(course: Path, target: Path) -> None:
    """Write a line for each student and lesson of the gradebook, with nbgrader's column names."""
    columns = ["assignment", "timestamp", "student_id", "last_name", "first_name", "email"]
    columns += ["raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"]
    directory = CourseDirectory(config=load_config(course))
    with (
        Gradebook(directory.db_url, directory.course_id) as book,
        target.open("w", newline="", encoding="utf-8") as file,
    ):
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for assignment in book.assignments:
            for student in book.students:
                row = {key: getattr(student, key) or "" for key in columns[3:6]}
                row |= {"assignment": assignment.name, "student_id": student.id}
                row |= {"max_score": assignment.max_score, "score": 0.0}
                with contextlib.suppress(MissingEntry):
                    submission = book.find_submission(assignment.name, student.id)
                    penalty = submission.late_submission_penalty or 0.0
                    row["timestamp"] = submission.timestamp or ""
                    row["raw_score"] = submission.score
                    row["late_submission_penalty"] = penalty
                    row["score"] = max(0.0, submission.score - penalty)
                    row["needs_manual_grade"] = submission.needs_manual_grade
                table.writerow(row)


def gradebook_address(course: Path) -> str:
    """Where the gradebook is: a file, or a server's address without its password."""
    url = make_url(CourseDirectory(config=load_config(course)).db_url)
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)
