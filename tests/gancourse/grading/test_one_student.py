"""Grading one student: nobody else's work is looked at, and the table stays whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, answered, hand_in
from gancourse.cli.commands import app
from gancourse.errors import CourseError
from gancourse.grading.export import GRADES
from gancourse.grading.grade import grade
from gancourse.grading.result import BY_HAND, NOTHING
from tests.gancourse.marked import write_marks


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Path:
    """A course in which ada, bob and cy have been graded, and cy's work has changed since."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("one") / "c")
    write_marks(course, dict.fromkeys(("ada", "bob", "cy"), answered(released)))
    hand_in(course, "cy", released)
    return course


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "c")


def test_only_the_named_students_are_looked_at_and_all_are_in_the_table(course):
    results = grade(course, students=["bob", "ada", "bob"], workers=1, feedback=False)
    assert [(one.student, one.status, one.points) for one in results] == [
        ("ada", BY_HAND, 8),
        ("bob", BY_HAND, 8),
    ]
    lines = (course / GRADES).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines] == ["student_id", "ada", "bob", "cy"]
    assert (course / "autograded" / "cy" / LESSON / "grading.json").exists()


def test_a_student_of_the_roster_may_have_handed_in_nothing(course):
    (course / "students.csv").write_text("student\ndan\n")
    (result,) = grade(course, students=["dan"], workers=1, feedback=False)
    assert result.status == NOTHING


def test_an_unknown_student_is_refused_and_near_names_are_named(course, monkeypatch):
    monkeypatch.chdir(course)
    done = CliRunner().invoke(app, ["grade", "01", "--student", "ada", "--student", "BOBB"])
    assert done.exit_code == 2
    assert "Nobody is called BOBB" in done.stderr
    assert done.stderr.endswith("Is bob meant?\n")
    with pytest.raises(CourseError, match=r"students\.csv\.$"):
        grade(course, students=["zoë"])
