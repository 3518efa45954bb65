"""Late work: the same figures everywhere; a misspelt rule touches nothing."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, answered
from gancourse.cli.commands import app
from gancourse.cli.report import due_lines, remark_lines, results_json, results_table
from gancourse.course.dates import DATES
from gancourse.errors import CourseError
from gancourse.grading.export import GRADES
from gancourse.grading.grade import grade
from gancourse.grading.late import Penalties
from gancourse.grading.marks import read_marks
from gancourse.grading.result import FAILED, Result
from tests.gancourse.marked import write_marks

HEAD = "lesson,student,due\n"
NOON = HEAD + "01,,2030-01-31T12:00Z\n"
HALF = """
from nbgrader.plugins import BasePlugin

class HalfADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score * min(1, 0.5 * total_seconds_late / 86400)

c.AssignLatePenalties.plugin_class = HalfADay
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Path:
    """A course in which ada handed in at noon and bob a day later, graded; do not change it."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("late") / "c")
    write_marks(course, {"ada": answered(released)}, "2030-01-31 12:00:00 UTC")
    write_marks(course, {"bob": answered(released)}, "2030-02-01 12:00:00 UTC")
    return course


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "c")


def settings(course: Path, text: str) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(text)


def again(course: Path, **named) -> dict[str, Result]:
    """Grade once more: nothing is run, nothing has changed but dates and rules."""
    results = {one.student: one for one in grade(course, workers=1, feedback=False, **named)}
    assert not any(one.seconds for one in results.values())
    return results


def csv_scores(course: Path) -> dict[str, tuple[float, float]]:
    with (course / GRADES).open(encoding="utf-8-sig") as file:
        return {
            row["student_id"]: (float(row["score"]), float(row["late_submission_penalty"]))
            for row in csv.DictReader(file)
        }


def test_dates_rules_and_extensions_count_at_once_and_everywhere(course):
    (course / DATES).write_text(NOON)
    assert [line for line in remark_lines(again(course).values()) if "late" in line] == [
        "  Handed in 1 day late: it cost nothing."
    ]
    settings(course, HALF)
    bob = again(course)["bob"]
    assert (bob.points, bob.penalty, bob.seconds_late) == (4, 4, 86_400)
    assert "  Handed in 1 day late: it cost 4 points." in remark_lines([bob])
    assert list(results_table([bob]).columns[1].cells) == ["4 / 10"]
    (plain,) = json.loads(results_json([bob]))
    assert (plain["points"], plain["penalty"], plain["seconds_late"]) == (4, 4, 86_400)
    assert csv_scores(course) == {"ada": (8, 0), "bob": (4, 4)}
    marks = read_marks(course, [LESSON])[LESSON, "bob"]
    assert marks.seconds_late == 86_400
    assert (marks.score, marks.penalty) == (4, 4)

    (course / DATES).write_text(NOON + "01,bob,2030-02-01T00:00Z\n")
    assert again(course)["bob"].penalty == 2
    (course / DATES).write_text(NOON + "01,bob,2030-02-01T12:00Z\n")
    assert again(course)["bob"].points == 8
    (course / DATES).write_text(NOON)
    assert again(course)["bob"].points == 4
    (course / DATES).write_text(HEAD)
    assert again(course)["bob"].points == 8
    assert csv_scores(course)["bob"] == (8, 0)


def test_the_page_shows_the_points_after_the_penalty(course):
    page = course / "feedback" / "bob" / LESSON / f"{LESSON}.html"
    page.parent.mkdir(parents=True)
    page.write_text("older")
    (course / DATES).write_text(NOON)
    settings(course, HALF)
    grade(course, students=["bob"], workers=1)
    assert "4 of 10 points" in page.read_text(encoding="utf-8")


def test_nbgraders_own_dates_count_where_there_is_no_table(course):
    settings(course, "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        book.update_or_create_assignment(LESSON, duedate="2030-01-31 12:00:00 UTC")
    assert {name: one.points for name, one in again(course).items()} == {"ada": 8, "bob": 0}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        book.grant_extension(LESSON, "bob", days=2)
    assert again(course)["bob"].points == 8
    (course / DATES).write_text(NOON)
    assert again(course)["bob"].points == 0, "the table counts, and has no extension"
    (course / DATES).write_text(HEAD)
    assert again(course)["bob"].points == 8, "the table counts, and has no date"


def test_an_extension_of_nbgraders_without_a_date_does_no_harm(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        book.grant_extension(LESSON, "bob", days=2)
    assert again(course)["bob"].points == 8


def test_a_first_submission_has_its_extension(course, released):
    settings(course, "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    (course / "submitted" / "new").mkdir()
    (course / DATES).write_text(NOON + "01,new,2030-02-01T11:00Z\n")
    new = write_marks(course, {"new": answered(released)}, "2030-02-01 12:00:00 UTC")["new"]
    assert (new.seconds_late, new.points) == (3600, 0)
    new = write_marks(course, {"new": answered(released)})["new"]
    assert (new.seconds_late, new.points) == (0, 8), "a time that was taken back counts no longer"


def test_what_is_misspelt_is_refused_before_a_mark_is_touched(course, monkeypatch):
    """With the exit code 2 and one sentence."""
    monkeypatch.chdir(course)
    before = (course / "gradebook.db").read_bytes()
    config = (course / "nbgrader_config.py").read_text()
    for text, dates, words in (
        ("c.AssignLatePenalties.plugin_class = 'no.such.Class'", "", "could not be imported"),
        ("", HEAD + "01,ann,2030-01-31T12:00Z", "Nobody is called ann"),
        ("raise_it = 1 / 0", "", "division by zero"),
    ):
        (course / "nbgrader_config.py").write_text(f"{config}\n{text}\n")
        (course / DATES).write_text(dates or NOON)
        done = CliRunner().invoke(app, ["grade", "--workers", "1", "--no-feedback"])
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert words in done.stderr
    assert (course / "gradebook.db").read_bytes() == before


@pytest.mark.parametrize(
    ("section", "name", "value", "message"),
    [
        ("AssignLatePenalties", "plugin_class", "no.such.Class", "'no.such.Class' could not be im"),
        ("AssignLatePenalties", "plugin_class", int, "expected a subclass of .*BasePlugin"),
        (
            "AssignLatePenalties",
            "plugin_clas",
            int,
            "no setting `c.AssignLatePenalties.plugin_cl.*",
        ),
        ("AssignLatePenalty", "plugin_class", int, "`c.AssignLatePenalties` is"),
        ("LateSubmissionPlugin", "penalty_method", "half", r"any of \['none', 'zero'\]"),
        ("LateSubmissionPlugin", "penalty_metod", "zero", "`c.LateSubmissionPlugin.penalty_method"),
        ("LateSubmisionPlugin", "penalty_method", "zero", "`c.LateSubmissionPlugin` is"),
    ],
)
def test_each_misspelt_setting_is_named(section, name, value, message):
    config = Config()
    config[section][name] = value
    with pytest.raises(CourseError, match=message) as caught:
        Penalties(config)
    assert " object at 0x" not in str(caught.value)


def plugin(answer) -> Penalties:
    from nbgrader.plugins import BasePlugin

    class Own(BasePlugin):
        def late_submission_penalty(self, student_id, score, total_seconds_late):
            return answer(score)

    config = Config()
    config.AssignLatePenalties.plugin_class = Own
    return Penalties(config)


@pytest.mark.parametrize("answer", [lambda _: "a", lambda _: float("nan"), lambda _: 1 / 0, list])
def test_a_rule_that_gives_no_number_is_refused(answer):
    with pytest.raises(CourseError, match="late penalty of Own cannot be worked out"):
        plugin(answer).try_on("ada")


@pytest.mark.parametrize(
    ("answer", "penalty"), [(3, 3.0), (0.1 * 7 * 2, 1.4), (-1, 0.0), (9, 8.0), (None, None)]
)
def test_a_penalty_is_never_below_0_or_above_the_points(answer, penalty):
    assert plugin(lambda _: answer).of("ada", 8.0, 1.0) == penalty
    assert plugin(lambda _: answer).of("ada", 8.0, 0.0) is None


def test_a_rule_that_fails_for_one_student_costs_no_mark(course):
    settings(course, HALF.replace("return score", "return {'bob': None}[student_id] or score"))
    (course / DATES).write_text(NOON)
    settings(
        course, "\nHalfADay.late_submission_penalty = lambda s, name, *_: {'ada': 1.0}[name]\n"
    )
    results = {one.student: one for one in grade(course, workers=1, feedback=False)}
    assert results["ada"].points == 8
    assert results["bob"].status == FAILED
    assert "KeyError: 'bob'" in results["bob"].remarks[0]
    assert csv_scores(course)["bob"] == (8, 0)


def test_due_lines_say_date_zone_and_extensions(course):
    assert due_lines(course, [LESSON]) == []
    (course / DATES).write_text(NOON + "01,bob,2030-02-01T00:00Z\n")
    assert due_lines(course, [LESSON]) == [f"{LESSON}: 2030-01-31 12:00 UTC; 1 extension"]
    (course / DATES).write_text(HEAD)
    assert due_lines(course, [LESSON]) == [f"{LESSON}: no date in {DATES}"]
