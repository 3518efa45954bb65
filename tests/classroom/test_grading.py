"""One class, good and bad, graded by nbgrader in one go: each costs only itself."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from rich.console import Console

from graders.classroom import CourseError
from graders.classroom.grading import (
    BY_HAND,
    FAILED,
    GRADED,
    NOTHING,
    Result,
    grade,
    report,
    results_table,
)
from graders.classroom.release import release
from graders.classroom.tidy import read
from tests.classroom.small_course import (
    LESSON,
    ROOT,
    answered,
    cell,
    code,
    optional_notebook,
    position,
    put,
)

FULL = {"check_double": 3, "check_shout": 2, "check_letter_answer": 3, "why": 0}

ENDLESS = "def shout(text):\n    while True:\n        pass\n"
STUBBORN = """\
def letter_answer():
    while True:
        try:
            while True:
                pass
        except KeyboardInterrupt:
            pass
"""
CHATTY = "def shout(text):\n    while True:\n        print(text)\n"
DEADLY = "import os\ndef shout(text):\n    os._exit(1)\n"
WARNS = """\
import sys, warnings
def double(number):
    warnings.warn("this is old")
    print("progress", file=sys.stderr)
    return 2 * number
"""
SHOWS_A_NUMBER = "import sys\ndef double(number):\n    sys.displayhook(2)\n    return 0\n"
SHOWS_AND_IS_RIGHT = (
    "import sys\ndef double(number):\n    sys.displayhook(1)\n    return 2 * number\n"
)
SILENCED = "def check(name, right):\n    pass\ndef double(number):\n    pass\n"


def class_of(released: NotebookNode) -> dict[str, NotebookNode]:
    """What is handed in, by the name of the one who does."""
    helper = answered(released, double="def double(number):\n    return twice(number)\n")
    helper.cells.insert(
        position(helper, "double") + 1, code("help", "def twice(x):\n    return x + x")
    )
    damaged = answered(released)
    del damaged.cells[position(damaged, "check-double")]
    del damaged.cells[position(damaged, "prompt-shout")]
    copied = cell(answered(released), "check-shout")
    copied.id = "copied"
    damaged.cells.append(copied)
    cheat = answered(released, double="def double(number):\n    return 1\n")
    cell(cheat, "check-double").metadata.tags = ["skip-grading"]
    cell(cheat, "check-double").source = "print('double: the check passed.')"
    cell(cheat, "check-double").metadata.nbgrader.points = 300
    return {
        "right": answered(released),
        "blank": released,
        "wrong": answered(released, shout="def shout(text):\n    return text\n"),
        "broken": answered(released, double="def double(number:\n"),
        "loop": answered(released, shout=ENDLESS),
        "chatty": answered(released, shout=CHATTY),
        "stubborn": answered(released, letter_answer=STUBBORN),
        "deadly": answered(released, shout=DEADLY),
        "warns": answered(released, double=WARNS),
        "shows": answered(released, double=SHOWS_A_NUMBER),
        "shows-right": answered(released, double=SHOWS_AND_IS_RIGHT),
        "silenced": answered(released, double=SILENCED),
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


def hand_in(course: Path, student: str, notebook: NotebookNode) -> None:
    put(notebook, course / "submitted" / student / LESSON / f"{LESSON}.ipynb")


def course_with_short_timeout(folder: Path, released_course: Path) -> Path:
    course = shutil.copytree(released_course, folder)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Execute.timeout = 5\n")
    return course


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Graded:
    course = course_with_short_timeout(tmp_path_factory.mktemp("class") / "c", released_course)
    for student, notebook in class_of(released).items():
        hand_in(course, student, notebook)
    no_notebook = course / "submitted" / "no-notebook" / LESSON / f"{LESSON}.ipynb"
    no_notebook.parent.mkdir(parents=True)
    no_notebook.write_bytes(b"\xff\xfe\x00 not JSON")
    (course / "submitted" / "other-name" / LESSON).mkdir(parents=True)
    put(released, course / "submitted" / "other-name" / LESSON / f"{LESSON} (1).ipynb")
    (course / "submitted" / "absent").mkdir()
    return Graded(course, {one.student: one for one in grade(course, workers=2)})


def test_everyone_has_a_result(graded):
    assert len(graded.results) == 20
    failed = [one.student for one in graded.results.values() if one.status == FAILED]
    assert failed == ["Ann [1]"]


def test_right_answers_get_all_points_and_the_free_answer_waits(graded):
    right = graded.results["right"]
    assert graded.points("right") == FULL
    assert (right.status, right.points, right.max_points, right.remarks) == (BY_HAND, 8, 10, ())
    assert [name for name, item in right.items.items() if item.by_hand] == ["why"]


def test_a_blank_notebook_gets_nothing_and_waits_for_nobody(graded):
    blank = graded.results["blank"]
    assert (blank.status, blank.points, blank.max_points, blank.remarks) == (GRADED, 0, 10, ())
    assert graded.errors("blank", "check-double") == ["NotImplementedError"]


def test_a_wrong_answer_loses_its_own_points_only(graded):
    assert graded.points("wrong") == FULL | {"check_shout": 0}
    assert graded.points("broken") == FULL | {"check_double": 0}


def test_an_endless_loop_costs_its_own_item_only(graded):
    assert graded.points("loop") == FULL | {"check_shout": 0}
    assert "`check_shout`" in graded.results["loop"].remarks[0]
    assert "endless loop" in graded.feedback("loop")


def test_an_endless_loop_that_prints_costs_its_own_item_only(graded):
    assert graded.points("chatty") == FULL | {"check_shout": 0}
    size = (graded.course / "autograded" / "chatty" / LESSON / f"{LESSON}.ipynb").stat().st_size
    assert size < 200_000


def test_a_loop_that_cannot_be_interrupted_keeps_what_was_earned(graded):
    assert graded.points("stubborn") == FULL | {"check_letter_answer": 0}
    assert graded.errors("stubborn", "check-letter_answer") == ["NotFinished"]
    assert "could not be interrupted" in graded.results["stubborn"].remarks[0]


def test_a_dead_kernel_keeps_what_was_earned_and_names_the_rest(graded):
    assert graded.points("deadly") == FULL | {"check_shout": 0, "check_letter_answer": 0}
    assert graded.errors("deadly", "check-shout") == ["NotFinished"]
    assert graded.errors("deadly", "check-letter_answer") == ["NotRun"]
    assert "The kernel died" in graded.results["deadly"].remarks[0]


def test_a_warning_costs_no_points(graded):
    assert graded.points("warns") == FULL
    outputs = cell(graded.notebook("warns"), "check-double").outputs
    assert [out.text for out in outputs] == ["double: the check passed.\n"]


def test_a_shown_number_neither_earns_nor_costs_points(graded):
    assert graded.points("shows") == FULL | {"check_double": 0}
    assert graded.points("shows-right") == FULL


def test_a_check_that_says_nothing_earns_nothing(graded):
    none = FULL | {"check_double": 0, "check_shout": 0, "check_letter_answer": 0}
    assert graded.points("silenced") == none
    assert graded.errors("silenced", "check-double") == ["NoVerdict"]


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
    assert graded.points("cheat") == FULL | {"check_double": 0}
    assert graded.results["cheat"].max_points == 10


def test_cells_tagged_to_be_skipped_are_not_run(graded):
    assert cell(graded.notebook("right"), "training").outputs == []
    assert cell(graded.notebook("right"), "goodbye").outputs[0].text == "goodbye\n"


def test_a_file_that_is_no_notebook_gets_nothing_and_is_told(graded):
    assert graded.results["no-notebook"].points == 0
    assert graded.results["no-notebook"].max_points == 10
    assert len(graded.results["no-notebook"].remarks) == 1
    assert "not a notebook" in graded.feedback("no-notebook")


def test_a_missing_notebook_is_named(graded):
    assert graded.results["absent"].status == NOTHING
    other = graded.results["other-name"]
    assert other.status == NOTHING
    assert f"{LESSON} (1).ipynb" in other.remarks[0]


def test_odd_names_of_students_do_no_harm(graded):
    assert graded.points("Ann-Maria O'Neil, née Ö") == FULL
    assert "rename it" in graded.results["Ann [1]"].remarks[0]


def test_the_grades_file_has_a_line_for_everyone(graded):
    with (graded.course / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows.keys() == graded.results.keys()
    for student, row in rows.items():
        assert float(row["score"]) == graded.results[student].points
        assert float(row["max_score"]) == 10
    assert rows["right"]["needs_manual_grade"] == "True"
    assert rows["blank"]["needs_manual_grade"] == "False"


def test_the_table_says_who_has_what_and_what_waits(graded):
    console = Console(record=True, width=80, file=open(os.devnull, "w"))  # noqa: SIM115
    report(graded.course, list(graded.results.values()), console)
    shown = console.export_text()
    assert "8 / 10  needs manual grading" in shown
    assert "right · 01_small\n  `why` waits to be graded by hand." in shown
    assert "Ann-Maria O'Neil, née Ö" in shown
    assert str(graded.course / "grades.csv") in shown
    assert results_table(graded.results.values()).row_count >= len(graded.results)


def test_stock_nbgrader_grades_the_same_way(graded, tmp_path):
    course = shutil.copytree(graded.course, tmp_path / "c")
    shutil.rmtree(course / "autograded")
    for path in (course / "submitted").iterdir():
        if path.name not in ("damaged", "warns", "deadly", "no-notebook"):
            shutil.rmtree(path)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    again = Graded(course, graded.results)
    for student in ("damaged", "warns", "deadly", "no-notebook"):
        names = ("check-double", "check-shout", "check-letter_answer")
        assert [again.errors(student, name) for name in names] == [
            graded.errors(student, name) for name in names
        ]
        assert "About this submission" in again.notebook(student).cells[0].source or (
            student == "warns"
        )


@pytest.fixture
def one_student(tmp_path, released_course, released) -> Path:
    course = course_with_short_timeout(tmp_path / "c", released_course)
    hand_in(course, "ann", answered(released))
    return course


def test_an_optional_lesson_that_was_handed_in_is_left_alone(one_student):
    for folder in (one_student / "solutions", one_student / "submitted" / "ann"):
        put(optional_notebook(), folder / "02_optional" / "02_optional.ipynb")
    release(one_student)
    (only,) = grade(one_student, workers=1)
    assert (only.lesson, only.points) == (LESSON, 8)
    with (one_student / "grades.csv").open() as file:
        assert [row["assignment"] for row in csv.DictReader(file)] == [LESSON]
    with pytest.raises(CourseError, match="02_optional is an optional lesson"):
        grade(one_student, ["02"])


def test_a_failed_second_run_leaves_no_stale_points(one_student, released):
    assert grade(one_student, workers=1)[0].points == 8
    with (one_student / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Execute.kernel_name = "no-such-kernel"\n')
    (failed,) = grade(one_student, workers=1)
    assert failed.status == FAILED
    assert "no-such-kernel" in failed.remarks[0]
    with (one_student / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (float(row["score"]), row["needs_manual_grade"]) == (0, "True")
    assert not (one_student / "feedback" / "ann" / LESSON).exists()


def test_what_a_person_graded_stays(one_student, released):
    grade(one_student, workers=1)
    with Gradebook(f"sqlite:///{one_student / 'gradebook.db'}", "") as book:
        why = book.find_grade("why", LESSON, LESSON, "ann")
        why.manual_score = 1.5
        book.db.commit()
    (again,) = grade(one_student, workers=1)
    assert again.items["why"].points == 1.5


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


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended in another way there")
def test_a_grading_process_that_dies_costs_only_the_one_who_killed_it(one_student, released):
    kills = "import os\ndef double(number):\n    os.kill(os.getppid(), 9)\n"
    hand_in(one_student, "bad", answered(released, double=kills))
    hand_in(one_student, "zoe", answered(released))
    results = {one.student: one for one in grade(one_student, workers=2)}
    assert {name: one.status for name, one in results.items()} == {
        "ann": BY_HAND,
        "bad": FAILED,
        "zoe": BY_HAND,
    }
    assert "died" in results["bad"].remarks[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way there")
def test_an_interrupt_ends_everything_without_a_stack_trace(one_student, released):
    hand_in(one_student, "lou", answered(released, shout=ENDLESS))
    with (one_student / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Execute.timeout = 120\n")
    script = (
        "import pathlib, sys\n"
        "from graders.classroom.grading import grade\n"
        "try:\n    grade(pathlib.Path(sys.argv[1]), workers=2)\n"
        "except KeyboardInterrupt:\n    print('stopped')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(one_student)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        done = one_student / "feedback" / "ann" / LESSON / f"{LESSON}.html"
        deadline = time.monotonic() + 120
        while not done.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (out, err) == ("stopped\n", "")
    assert done.exists()
