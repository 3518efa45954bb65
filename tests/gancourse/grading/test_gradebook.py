"""What stands in the gradebook: the points that were released, marks by hand, nothing stale."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import nbformat
import pytest
import sqlalchemy
from nbgrader.api import Gradebook, MissingEntry, get_alembic_version
from nbgrader.utils import parse_utc
from rich.console import Console

from benchmarks.classes.small_course import (
    ENDLESS,
    LESSON,
    OTHER_DEFAULT,
    answered,
    cell,
    hand_in,
    optional_notebook,
    put,
    short_limits,
)
from gancourse.cli.report import remark_lines, results_json, results_table, warn
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.grade import _imported, grade, unreleased_points
from gancourse.grading.gradebook import in_one_transaction, newest_version, open_gradebook
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.record import INDEXES, RECORD, Importer
from gancourse.grading.result import FAILED
from gancourse.release.release import release
from tests.gancourse.marked import write_marks


@pytest.fixture
def one_student(tmp_path, released_course, released) -> Path:
    course = short_limits(tmp_path / "c", released_course)
    hand_in(course, "ann", answered(released))
    return course


def test_an_optional_lesson_that_was_handed_in_is_left_alone(one_student):
    for folder in (one_student / "solutions", one_student / "submitted" / "ann"):
        put(optional_notebook(), folder / "02_optional" / "02_optional.ipynb")
    release(one_student)
    (only,) = grade(one_student, workers=1)
    assert (only.lesson, only.points) == (LESSON, 8)
    with (one_student / "grades.csv").open(encoding="utf-8-sig") as file:
        assert [row["assignment"] for row in csv.DictReader(file)] == [LESSON]
    with pytest.raises(CourseError, match="02_optional is an optional lesson"):
        grade(one_student, ["02"])


def test_formgrader_gets_the_classs_names_but_none_that_could_do_harm(one_student):
    def entered(names: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
        importer.enter_students(names)
        importer.book.db.expire_all()
        return {one.id: (one.last_name, one.first_name) for one in importer.book.students}

    names = {"ann": "Ann O'Brien", "bo": "<img src=x>", "cy": "Cy =1+1", "di": "Di", "ed": "ed"}
    names |= {"fay": "&lt;b&gt; Fay", "gus": "Gus\x1b[31m Red", "kit": "K" * 129}
    harmless = {"ann": ("O’Brien", "Ann"), "di": ("Di", "")}
    with quiet_nbgrader(), Importer(one_student) as importer:
        importer.book.add_student("ed", first_name="By", last_name="Hand")
        importer.book.add_student("bo")
        ids = {one: (one, "") for one in names}
        assert entered(names) == ids | harmless | {"ed": ("Hand", "By")}
        assert entered({"ann": "Ann Lee", "bo": "Bo", "ed": "<"})["ann"] == ("Lee", "Ann")
        assert entered({})["ed"] == ("ed", "")


def with_points(path: Path, points: int) -> None:
    """Give the first check of a notebook other points."""
    nb = read(path)
    cell(nb, "check-count_pixels").metadata.nbgrader.points = points
    put(nb, path)


def test_points_that_were_not_released_do_not_count_and_are_named(one_student, released):
    source = one_student / "solutions" / LESSON / f"{LESSON}.ipynb"
    assert write_marks(one_student, {"ann": answered(released)})["ann"].max_points == 10
    assert unreleased_points(one_student, [LESSON]) == []
    with_points(source, 30)
    (unchanged,) = grade(one_student, workers=1)
    assert (unchanged.points, unchanged.max_points, unchanged.seconds) == (8, 10, 0)
    console = Console(record=True, width=80, file=io.StringIO())
    warn(one_student, [unchanged], console)
    assert f"{LESSON}: the points in solutions/ are not those" in console.export_text()
    release(one_student)
    (anew,) = grade(one_student, workers=1)
    assert (anew.points, anew.max_points) == (35, 37)


def test_a_gradebook_is_written_only_where_a_release_has_changed(one_student):
    with quiet_nbgrader(), Importer(one_student) as importer:
        importer.enter_lessons([LESSON])
        gradebook = one_student / "gradebook.db"
        before = gradebook.read_bytes()
        importer.enter_lessons([LESSON])
        assert gradebook.read_bytes() == before
        with_points(one_student / "notebooks" / LESSON / f"{LESSON}.ipynb", 30)
        importer.enter_lessons([LESSON])
        assert importer.book.find_assignment(LESSON).max_score == 37


def test_a_release_with_other_checks_than_have_marks_is_refused(one_student, released):
    write_marks(one_student, {"ann": answered(released)})
    path = one_student / "notebooks" / LESSON / f"{LESSON}.ipynb"
    nb = read(path)
    nb.cells.remove(cell(nb, "check-count_pixels"))
    put(nb, path)
    with pytest.raises(CourseError, match=f"{LESSON} has marks in the gradebook"):
        grade(one_student, workers=1)


def test_a_failed_second_run_leaves_no_stale_points(one_student, released, tmp_path):
    assert write_marks(one_student, {"ann": answered(released)})["ann"].points == 8
    folder = one_student / "submitted" / "ann" / LESSON
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    (failed,) = grade(one_student, workers=1)
    assert failed.status == FAILED
    assert "links are not followed" in failed.remarks[0]
    with (one_student / "grades.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (float(row["score"]), row["needs_manual_grade"]) == (0, "True")
    assert not (one_student / "autograded" / "ann" / LESSON).exists()
    page = one_student / "feedback" / "ann" / LESSON / f"{LESSON}.html"
    assert "links are not followed" in page.read_text(encoding="utf-8")
    assert "count_pixels" not in page.read_text(encoding="utf-8")
    folder.unlink()
    (tmp_path / "elsewhere").rename(folder)
    assert grade(one_student, workers=1)[0].points == 8
    assert "count_pixels" in page.read_text(encoding="utf-8")


def test_a_mark_is_looked_up_by_an_index_also_in_an_older_gradebook(one_student):
    with quiet_nbgrader(), Importer(one_student) as importer:
        for index in INDEXES:
            index.drop(importer.book.engine)  # as nbgrader leaves it
    with Importer(one_student) as importer:
        for index in INDEXES:
            (column,) = index.columns
            query = f"EXPLAIN QUERY PLAN SELECT 1 FROM {column.table} WHERE {column.name} = 'x'"
            ((*_, said),) = importer.book.db.execute(sqlalchemy.text(query))
            assert index.name in said


def test_what_a_person_graded_stays(one_student, released):
    hand_in(one_student, "ann", answered(released, conv_out_size=OTHER_DEFAULT))
    grade(one_student, workers=1)
    with Gradebook(f"sqlite:///{one_student / 'gradebook.db'}", "") as book:
        book.find_grade("why", LESSON, LESSON, "ann").manual_score = 1.5
        book.find_grade("check_conv_out_size", LESSON, LESSON, "ann").manual_score = 2
        book.db.commit()
    hand_in(one_student, "ann", answered(released, conv_out_size=ENDLESS))
    (again,) = grade(one_student, workers=1)
    assert again.seconds > 0
    assert again.items["why"].points == 1.5
    assert again.items["check_conv_out_size"].points == 2
    assert again.points == 9.5


def test_one_that_cannot_be_written_takes_no_other_with_it(one_student, released):
    def marked(notebook):
        return Marked(nbformat.writes(notebook), {}, (), "strong", 1.0, {})

    strange = answered(released)
    cell(strange, "check-count_pixels").metadata.nbgrader.grade_id = "check_of_nobody"
    with Importer(one_student) as importer:
        importer.enter_lessons([LESSON])
        jobs = [
            Job(name, LESSON, "", nbformat.writes(released), {}) for name in ("ann", "bob", "cy")
        ]
        marks = [marked(answered(released)), marked(strange), marked(answered(released))]
        results = list(_imported(importer, list(zip(jobs, marks, strict=True))))
        assert [one.student for one in results if one.status == FAILED] == ["bob"]
        assert "check_of_nobody" in results[1].remarks[0]
        earlier = [importer.earlier(job) for job in jobs]
    assert [one and one.points for one in earlier] == [8, None, 8]
    records = (one_student / "autograded").glob(f"*/{LESSON}/{RECORD}")
    assert sorted(path.parts[-3] for path in records) == ["ann", "cy"]


def test_a_new_gradebook_has_the_version_that_nbgrader_would_give_it(tmp_path):
    with quiet_nbgrader():
        assert newest_version() == get_alembic_version()
    with open_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "gans") as book:
        version = book.db.execute(sqlalchemy.text("SELECT version_num FROM alembic_version"))
        assert version.scalar() == newest_version()


def test_what_fails_halfway_leaves_nothing_in_the_gradebook(tmp_path):
    with open_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "gans") as book:

        @in_one_transaction(book)
        def half() -> None:
            book.add_student("ann")
            book.find_student("bob")

        with pytest.raises(MissingEntry):
            half()
        assert book.students == []
        with in_one_transaction(book):
            book.add_student("ann")
        book.db.rollback()
        assert [one.id for one in book.students] == ["ann"]


# Late work ----------------------------------------------------------------------------------------


def due(course: Path, date: str | None) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        book.update_or_create_assignment(LESSON, duedate=date and parse_utc(date))


def scores(course: Path) -> tuple[float, float]:
    """Points and penalty of the one student in grades.csv."""
    with (course / "grades.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    return float(row["score"]), float(row["late_submission_penalty"])


def test_a_date_or_a_rule_that_comes_later_counts_without_running_again(one_student):
    stamp = one_student / "submitted" / "ann" / LESSON / "timestamp.txt"
    stamp.write_text("2030-01-31 12:00:00 UTC")
    page = one_student / "feedback" / "ann" / LESSON / f"{LESSON}.html"

    def points(seconds: bool = False) -> float:
        (result,) = grade(one_student, workers=1)
        assert (result.seconds > 0) == seconds
        assert scores(one_student) == (result.points, result.penalty)
        (shown,) = json.loads(results_json([result]))
        assert (shown["points"], shown["penalty"]) == (result.points, result.penalty)
        table = io.StringIO()
        Console(file=table, width=200).print(results_table([result]))
        assert f"{result.points:g} / 10" in table.getvalue()
        return result.points

    assert points(seconds=True) == 8
    due(one_student, "2030-01-30 12:00:00 UTC")
    assert points() == 8
    made = page.stat().st_mtime_ns
    with (one_student / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert points() == 0
    assert page.stat().st_mtime_ns != made
    due(one_student, "2030-02-01 12:00:00 UTC")
    assert points() == 8
    assert "late" not in " ".join(remark_lines(grade(one_student, workers=1)))
    due(one_student, "2030-01-01 12:00:00 UTC")
    assert points() == 0
    with Gradebook(f"sqlite:///{one_student / 'gradebook.db'}", "gans") as book:
        (grade_of_why,) = [
            one
            for one in book.find_submission_notebook(LESSON, LESSON, "ann").grades
            if one.name == "why"
        ]
        grade_of_why.manual_score = 2
        book.db.commit()
    (late,) = grade(one_student, workers=1)
    assert (late.points, late.penalty) == (0, 10)
    assert "Handed in 30 days late: it cost 10 points." in " ".join(remark_lines([late]))
    due(one_student, None)
    assert points() == 10
