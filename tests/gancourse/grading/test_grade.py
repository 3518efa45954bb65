"""One class, good and bad, graded in one go: each costs only itself."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.preprocessors import SaveAutoGrades
from rich.console import Console

from benchmarks.classes.small_course import (
    ENDLESS,
    LESSON,
    OTHER_DEFAULT,
    ROOT,
    answered,
    cell,
    code,
    hand_in,
    position,
    put,
    short_limits,
    text,
)
from gancourse.cli.report import bar_on, print_results, results_table
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.grade import grade
from gancourse.grading.preprocessors import remarks_of
from gancourse.grading.result import BY_HAND, FAILED, GRADED, NOTHING, Result

FULL = {"check_count_pixels": 3, "check_conv_out_size": 2, "check_batch_size_answer": 3, "why": 0}
CHECKS = ["check-count_pixels", "check-conv_out_size", "check-batch_size_answer"]

CHATTY = "def conv_out_size(*sizes, **named):\n    while True:\n        print(sizes)\n"
LOUD = "while True:\n    print('again')\n"
STUBBORN = """\
def batch_size_answer():
    while True:
        try:
            while True:
                pass
        except KeyboardInterrupt:
            pass
"""
DEADLY = "import os\ndef conv_out_size(*sizes, **named):\n    os._exit(1)\n"
WARNS = """\
import sys, warnings
def count_pixels(height, width):
    warnings.warn("this is old")
    print("progress", file=sys.stderr)
    return height * width
"""
SHOWS = """\
import sys
def count_pixels(height, width):
    sys.displayhook(3)
    return {}
"""


def class_of(released: NotebookNode) -> dict[str, NotebookNode]:
    """What is handed in, by the name of the one who does."""
    helper = answered(released, count_pixels="def count_pixels(h, w):\n    return times(h, w)\n")
    helper.cells.insert(
        position(helper, "count_pixels") + 1, code("help", "def times(x, y):\n    return x * y")
    )
    loud = answered(released)
    loud.cells.insert(position(loud, "conv_out_size"), code("loud", LOUD))
    damaged = answered(released)
    del damaged.cells[position(damaged, "check-count_pixels")]
    del damaged.cells[position(damaged, "prompt-conv_out_size")]
    copied = cell(answered(released), "check-conv_out_size")
    copied.id = "copied"
    damaged.cells.append(copied)
    cheat = answered(released, count_pixels="def count_pixels(height, width):\n    return 1\n")
    cell(cheat, "check-count_pixels").metadata.tags = ["skip-grading"]
    cell(cheat, "check-count_pixels").source = "print('count_pixels: the check passed.')"
    cell(cheat, "check-count_pixels").metadata.nbgrader.points = 300
    writes = answered(released, count_pixels="from mine import count_pixels\n")
    source = "%%writefile mine.py\ndef count_pixels(height, width):\n    return height * width\n"
    writes.cells.insert(position(writes, "count_pixels"), code("mine", source))
    elsewhere = answered(released, why="YOUR ANSWER HERE")
    elsewhere.cells.append(text("essay", "As many as there are rows."))
    return {
        "right": answered(released),
        "writes-module": writes,
        "beside-module": answered(released, count_pixels="from beside import count_pixels\n"),
        "elsewhere": elsewhere,
        "blank": released,
        "wrong": answered(released, conv_out_size="def conv_out_size(*sizes):\n    return 0\n"),
        "partly": answered(released, conv_out_size=OTHER_DEFAULT),
        "broken": answered(released, count_pixels="def count_pixels(height:\n"),
        "loop": answered(released, conv_out_size=ENDLESS),
        "chatty": answered(released, conv_out_size=CHATTY),
        "loud": loud,
        "stubborn": answered(released, batch_size_answer=STUBBORN),
        "deadly": answered(released, conv_out_size=DEADLY),
        "warns": answered(released, count_pixels=WARNS),
        "shows": answered(released, count_pixels=SHOWS.format(0)),
        "shows-right": answered(released, count_pixels=SHOWS.format("height * width")),
        "helper": helper,
        "damaged": damaged,
        "cheat": cheat,
        "Ann-Maria O'Neil, née Ö": answered(released),
        "Ann [1]": answered(released),
    }


@dataclass(frozen=True)
class Graded:
    course: Path
    results: dict[str, Result]
    screen: str = ""

    def points(self, student: str) -> dict[str, float]:
        return {name: item.points for name, item in self.results[student].items.items()}

    def notebook(self, student: str) -> NotebookNode:
        return read(self.course / "autograded" / student / LESSON / f"{LESSON}.ipynb")

    def feedback(self, student: str) -> str:
        path = self.course / "feedback" / student / LESSON / f"{LESSON}.html"
        return path.read_text(encoding="utf-8")

    def errors(self, student: str, name: str) -> list[str]:
        outputs = cell(self.notebook(student), name).outputs
        return [out.ename for out in outputs if out.output_type == "error"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Graded:
    course = short_limits(tmp_path_factory.mktemp("class") / "c", released_course)
    for student, notebook in class_of(released).items():
        hand_in(course, student, notebook)
    no_notebook = course / "submitted" / "no-notebook" / LESSON / f"{LESSON}.ipynb"
    no_notebook.parent.mkdir(parents=True)
    no_notebook.write_bytes(b"\xff\xfe\x00 not JSON")
    put(answered(released), course / "submitted" / "again" / LESSON / f"Copy of {LESSON} (1).ipynb")
    module = (
        "from pathlib import Path\ndef count_pixels(height, width):\n    return height * width\n"
    )
    (course / "submitted" / "beside-module" / LESSON / "beside.py").write_text(module)
    another = nbformat.v4.new_notebook(cells=[code("a", "x = 1")])
    put(another, course / "submitted" / "other-name" / LESSON / "home&work.ipynb")
    hand_in(course, "other-lesson", another)
    (course / "submitted" / "absent").mkdir()
    console = Console(file=io.StringIO(), force_terminal=True, width=160)
    results = grade(course, workers=2, bar=bar_on(console))
    return Graded(course, {one.student: one for one in results}, console.file.getvalue())


def test_everyone_has_a_result(graded):
    assert len(graded.results) == 26
    failed = [one.student for one in graded.results.values() if one.status == FAILED]
    assert failed == ["Ann [1]", "other-lesson", "other-name"]


def test_right_answers_get_all_points_and_the_free_answer_waits(graded):
    right = graded.results["right"]
    assert graded.points("right") == FULL
    assert (right.status, right.points, right.max_points, right.remarks) == (BY_HAND, 8, 10, ())
    assert [name for name, item in right.items.items() if item.by_hand] == ["why"]


def test_a_blank_notebook_gets_nothing_and_waits_for_nobody(graded):
    blank = graded.results["blank"]
    assert (blank.status, blank.points, blank.max_points, blank.remarks) == (GRADED, 0, 10, ())
    assert graded.feedback("blank").count("Not answered.") == 4


def test_a_wrong_answer_loses_its_own_points_only(graded):
    assert graded.points("wrong") == FULL | {"check_conv_out_size": 0}
    assert graded.points("broken") == FULL | {"check_count_pixels": 0}


def test_parts_that_are_right_earn_points_and_nobody_has_to_look(graded):
    earned = graded.points("partly")["check_conv_out_size"]
    assert 0 < earned < 2
    assert graded.points("partly") == FULL | {"check_conv_out_size": earned}
    assert not graded.results["partly"].items["check_conv_out_size"].by_hand
    assert "another default in the signature" in graded.feedback("partly")


def test_an_endless_loop_costs_its_own_item_only(graded):
    assert graded.points("loop") == FULL | {"check_conv_out_size": 0}
    assert "`check_conv_out_size`" in graded.results["loop"].remarks[0]
    assert "endless loop" in graded.feedback("loop")


def test_a_loop_that_prints_costs_its_own_item_only(graded):
    assert graded.points("chatty")["check_count_pixels"] == 3
    assert graded.points("chatty")["check_conv_out_size"] == 0
    assert graded.points("loud") == FULL
    assert "ran too long" in graded.results["loud"].remarks[0]
    for student in ("chatty", "loud"):
        path = graded.course / "autograded" / student / LESSON / f"{LESSON}.ipynb"
        assert path.stat().st_size < 200_000


def test_a_loop_that_cannot_be_interrupted_keeps_what_was_earned(graded):
    assert graded.points("stubborn") == FULL | {"check_batch_size_answer": 0}
    assert graded.errors("stubborn", CHECKS[2]) == ["NotRun"]
    assert "could not be interrupted" in graded.results["stubborn"].remarks[0]


def test_a_dead_process_keeps_what_was_earned_and_names_the_rest(graded):
    none = {"check_conv_out_size": 0, "check_batch_size_answer": 0}
    assert graded.points("deadly") == FULL | none
    assert [graded.errors("deadly", name) for name in CHECKS[1:]] == [["NotRun"], ["NotRun"]]
    assert "The process that ran it ended" in graded.results["deadly"].remarks[0]


def test_a_warning_costs_no_points(graded):
    assert graded.points("warns") == FULL
    outputs = cell(graded.notebook("warns"), CHECKS[0]).outputs
    assert [out.data["text/plain"] for out in outputs] == ["count_pixels: the check passed."]


def test_a_shown_number_neither_earns_nor_costs_points(graded):
    assert graded.points("shows") == FULL | {"check_count_pixels": 0}
    assert graded.points("shows-right") == FULL


def test_a_helper_in_an_added_cell_is_found(graded):
    assert graded.points("helper") == FULL


def test_a_damaged_notebook_is_repaired_and_its_owner_told(graded):
    assert graded.points("damaged") == FULL
    remarks = graded.results["damaged"].remarks
    assert len(remarks) == 3
    first = graded.notebook("damaged").cells[0]
    assert first.cell_type == "markdown"
    for remark in remarks:
        assert remark in first.source
    assert "About this submission" in graded.feedback("damaged")


def test_tampering_with_a_check_earns_nothing(graded):
    assert graded.points("cheat") == FULL | {"check_count_pixels": 0}
    assert graded.results["cheat"].max_points == 10


def test_modules_of_ones_own_can_be_imported_as_in_a_kernel(graded):
    assert graded.points("writes-module") == FULL
    assert graded.points("beside-module") == FULL


def test_a_free_answer_elsewhere_waits_for_a_person(graded):
    assert graded.results["elsewhere"].items["why"].by_hand
    assert "As many as there are rows." in cell(graded.notebook("elsewhere"), "why").source


def test_another_notebook_is_not_graded_and_no_deletion_is_blamed(graded):
    other = graded.results["other-lesson"]
    assert (other.status, other.items) == (FAILED, {})
    assert other.remarks == (f"This is another notebook: nothing in it belongs to {LESSON}.",)
    assert "This is another notebook" in graded.feedback("other-lesson")


def test_cells_tagged_to_be_skipped_are_not_run(graded):
    assert cell(graded.notebook("right"), "training").outputs == []
    assert cell(graded.notebook("right"), "goodbye").outputs[0].text == "goodbye\n"


def test_a_file_that_is_no_notebook_gets_nothing_and_is_told(graded):
    assert graded.results["no-notebook"].points == 0
    assert graded.results["no-notebook"].max_points == 10
    assert len(graded.results["no-notebook"].remarks) == 1
    assert "not a notebook" in graded.feedback("no-notebook")


def test_a_missing_notebook_is_named_and_a_renamed_one_is_found(graded):
    assert graded.results["absent"].status == NOTHING
    other = graded.results["other-name"]
    assert "home&work.ipynb" in other.remarks[0]
    assert "home&amp;work.ipynb" in graded.feedback("other-name")
    assert not (graded.course / "feedback" / "absent").exists()
    assert graded.points("again") == FULL
    assert f"Copy of {LESSON} (1).ipynb" in graded.results["again"].remarks[0]


def test_odd_names_of_students_do_no_harm(graded):
    assert graded.points("Ann-Maria O'Neil, née Ö") == FULL
    assert "rename it" in graded.results["Ann [1]"].remarks[0]


def test_the_grades_file_has_a_line_for_everyone_that_nbgrader_can_name(graded):
    with (graded.course / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows.keys() == graded.results.keys() - {"Ann [1]"}
    for student, row in rows.items():
        assert float(row["score"]) == graded.results[student].points
        assert float(row["max_score"]) == 10
    assert rows["right"]["needs_manual_grade"] == "True"
    assert rows["blank"]["needs_manual_grade"] == "False"


def test_the_bar_shows_how_many_how_fast_and_how_many_failed(graded):
    last = graded.screen.rpartition("grading")[2]
    assert "26/26" in last
    assert "/s" in last
    assert "3 not graded" in last


def test_the_table_says_who_has_what_and_what_waits(graded):
    console = Console(record=True, width=80, file=io.StringIO())
    print_results(graded.course, list(graded.results.values()), console)
    shown = console.export_text()
    assert "8 / 10  needs manual grading" in shown
    assert "wait to be graded by hand: gancourse answers 01 why" in shown
    assert "Ann-Maria O'Neil, née Ö" in shown
    assert str(graded.course / "grades.csv") in shown
    assert results_table(graded.results.values()).row_count >= len(graded.results)


def test_stock_nbgrader_gives_the_same_marks(graded, tmp_path):
    students = ("partly", "damaged", "warns", "deadly", "no-notebook", "cheat")
    students += ("writes-module", "beside-module", "elsewhere")
    course = shutil.copytree(graded.course, tmp_path / "c")
    shutil.rmtree(course / "autograded")
    for path in (course / "submitted").iterdir():
        if path.name not in students:
            shutil.rmtree(path)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        for student in students:
            book.remove_submission(LESSON, student)
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        for student in students:
            grades = book.find_submission_notebook(LESSON, LESSON, student).grades
            assert {one.name: one.score for one in grades} == graded.points(student)
    again = Graded(course, graded.results)
    for student in students:
        assert [again.errors(student, name) for name in CHECKS] == [
            graded.errors(student, name) for name in CHECKS
        ]
        remarks = graded.results[student].remarks
        assert tuple(remarks_of(again.notebook(student))) == remarks
        told = "About this submission" in again.notebook(student).cells[0].source
        assert told == bool(remarks)


def test_points_and_comments_are_entered_as_nbgrader_enters_them(graded, tmp_path):
    address = f"sqlite:///{shutil.copy(graded.course / 'gradebook.db', tmp_path)}"

    def entered(book: Gradebook, *, forget: bool) -> list[tuple]:
        found = []
        for notebook in book.db.query(SubmittedNotebook):
            for one in notebook.grades:
                found.append((notebook.id, one.name, one.auto_score, one.needs_manual_grade))
                if forget:
                    one.auto_score, one.needs_manual_grade = -1.0, one.auto_score is not None
            for one in notebook.comments:
                found.append((notebook.id, one.name, one.auto_comment))
                if forget:
                    one.auto_comment = "forgotten"
        book.db.commit()
        return sorted(found, key=str)

    with Gradebook(address, "") as book:
        ours = entered(book, forget=True)
        assert entered(book, forget=False) != ours
    for path in (graded.course / "autograded").glob("*/*/*.ipynb"):
        names = {"notebook": LESSON, "assignment": LESSON, "student": path.parts[-3]}
        resources = {"nbgrader": names | {"db_url": address}}
        SaveAutoGrades().preprocess(read(path), resources)
    with Gradebook(address, "") as book:
        assert entered(book, forget=False) == ours


def test_a_course_without_release_or_submissions_is_told_what_to_do(
    tmp_path, released_course, released
):
    course = shutil.copytree(released_course, tmp_path / "c")
    with pytest.raises(CourseError, match="nothing to grade"):
        grade(course)
    shutil.rmtree(course / "notebooks")
    hand_in(course, "ann", released)
    with pytest.raises(CourseError, match="has not been released"):
        grade(course)
