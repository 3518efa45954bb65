"""grades.csv: everybody, under the names of the class's table."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from gancourse.course.roster import Student, write_roster
from gancourse.course.settings import quiet_nbgrader
from gancourse.grading.export import export_grades

LESSONS = ("01_one", "02_two", "=3")


@pytest.fixture(scope="module")
def course(tmp_path_factory, released_course) -> Path:
    """Three lessons; Ada and Bob have handed in the first, Bob late."""
    course = tmp_path_factory.mktemp("export")
    shutil.copy(released_course / "nbgrader_config.py", course)
    with quiet_nbgrader(), Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        for lesson in LESSONS:
            book.add_assignment(lesson)
            book.add_notebook(lesson, lesson)
            book.add_grade_cell("check", lesson, lesson, max_score=5, cell_type="code")
        book.add_student("ada", first_name="Ada", last_name="Old", email="old@x.org")
        book.add_student("bob", first_name="@Ж", last_name="=名", email="+b@x.org")
        for student, points, penalty in (("ada", 5, None), ("bob", 3, 1)):
            book.add_submission("01_one", student)
            notebook = book.find_submission_notebook("01_one", "01_one", student)
            notebook.grades[0].auto_score = points
            notebook.late_submission_penalty = penalty
        book.db.commit()
    write_roster(course, [Student("zoe", "Zoë", "z@x.org"), Student("ada", "=Ada", "ada@x.org")])
    return course


@pytest.fixture(scope="module")
def rows(course) -> dict[tuple[str, str], dict[str, str]]:
    export_grades(course, course / "grades.csv")
    with (course / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}


def test_everybody_has_a_line_for_each_lesson(rows):
    shown = ("01_one", "02_two", "'=3")
    assert list(rows) == [(lesson, one) for lesson in shown for one in ("zoe", "ada", "bob")]
    assert rows["02_two", "ada"]["raw_score"] == ""
    assert (rows["02_two", "ada"]["score"], rows["02_two", "ada"]["max_score"]) == ("0.0", "5.0")


def test_the_classs_table_names_people_before_the_gradebook_does(rows):
    def who(student: str) -> list[str]:
        return [rows["01_one", student][one] for one in ("name", "last_name", "email")]

    assert who("zoe") == ["Zoë", "", "z@x.org"]
    assert who("ada") == ["'=Ada", "Old", "ada@x.org"]
    assert who("bob") == ["'@Ж =名", "'=名", "'+b@x.org"]


def test_points_stand_before_and_after_the_penalty(rows):
    bob = rows["01_one", "bob"]
    assert (bob["raw_score"], bob["late_submission_penalty"], bob["score"]) == ("3.0", "1.0", "2.0")
    assert rows["01_one", "ada"]["late_submission_penalty"] == "0.0"


def test_excel_knows_the_encoding_and_computes_nothing(course, rows):
    raw = (course / "grades.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # by this it knows UTF-8
    cells = [cell for row in csv.reader(raw.decode("utf-8-sig").splitlines()) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
