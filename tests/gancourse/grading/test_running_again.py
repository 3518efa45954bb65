"""What happens the second time, after Ctrl-C, without bubblewrap; and what is kept about a mark."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from benchmarks.classes import processes
from benchmarks.classes.small_course import (
    LESSON,
    OTHER_DEFAULT,
    ROOT,
    answered,
    cell,
    code,
    hand_in,
    position,
    short_limits,
)
from gancourse.cli.commands import app
from gancourse.course.settings import load_config
from gancourse.course.tidy import read
from gancourse.grading.grade import grade, plan
from gancourse.grading.jobs import Job
from gancourse.grading.mark import mark
from gancourse.grading.record import RECORD, Importer
from gancourse.grading.result import FAILED, Result
from gancourse.sandbox import STRONG, WEAK
from gancourse.sandbox.bubblewrap import best_isolation
from gancourse.sandbox.executor import Executor
from gancourse.sandbox.usage import descendants

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc")
SLEEPS = "import time\ntime.sleep(15)\n"
KILLS_ITS_WORKER = """\
import os
def words(pid):
    return open(f"/proc/{pid}/cmdline").read()
def parent(pid):
    return int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
pid = os.getpid()
while "gancourse.sandbox.server" in words(pid):
    pid = parent(pid)
os.kill(pid, 9)
"""


def with_cell(nb: NotebookNode, source: str) -> NotebookNode:
    """The notebook with one more cell, before the first answer."""
    nb.cells.insert(position(nb, "count_pixels"), code("more", source))
    return nb


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(scope="module")
def first(tmp_path_factory, released_course, released) -> tuple[Path, list[Result]]:
    """A course of three, graded once; do not change it."""
    course = short_limits(tmp_path_factory.mktemp("again") / "c", released_course)
    hand_in(course, "ada", answered(released))
    hand_in(course, "hal", answered(released, conv_out_size=OTHER_DEFAULT))
    secrets = ("grading.key", "gradebook.db", "solutions", "submitted")
    looks = [str(course / name) for name in secrets]
    hand_in(
        course,
        "nosy",
        with_cell(
            answered(released),
            f"import os\nprint([os.path.exists(one) for one in {looks}])\nprint(dict(os.environ))",
        ),
    )
    (course / "submitted" / "ada" / LESSON / "timestamp.txt").write_text("2030-01-31 12:00:00 UTC")
    return course, grade(course, workers=2)


@pytest.fixture
def course(first, tmp_path) -> Path:
    return shutil.copytree(first[0], tmp_path / "c")


def record(course: Path, student: str) -> dict:
    path = course / "autograded" / student / LESSON / RECORD
    return json.loads(path.read_text(encoding="utf-8"))


# A second run -------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_run_again(first, course):
    page = course / "feedback" / "ada" / LESSON / f"{LESSON}.html"
    before = page.read_text(), page.stat().st_mtime_ns
    again = grade(course, workers=2)
    assert all(one.seconds > 0 for one in first[1])
    assert again == [replace(one, seconds=0.0) for one in first[1]]
    assert (page.read_text(), page.stat().st_mtime_ns) == before


def test_again_runs_all_and_gives_the_same_marks(first, course):
    again = grade(course, workers=2, again=True)
    assert all(one.seconds > 0 for one in again)
    assert [replace(one, seconds=0.0) for one in again] == [
        replace(one, seconds=0.0) for one in first[1]
    ]


def test_only_what_has_changed_is_run_and_a_lost_page_is_made(course, released):
    hand_in(course, "hal", answered(released))
    page = course / "feedback" / "ada" / LESSON / f"{LESSON}.html"
    page.unlink()
    again = {one.student: one for one in grade(course, workers=2)}
    assert [name for name, one in again.items() if one.seconds] == ["hal"]
    assert again["hal"].points == 8
    assert page.stat().st_size > 1000


def change_submission(course: Path) -> None:
    path = course / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text() + "\n")


def change_name(course: Path) -> None:
    path = course / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb"
    path.rename(path.with_stem(f"{LESSON} (1)"))


def change_timestamp(course: Path) -> None:
    path = course / "submitted" / "ada" / LESSON / "timestamp.txt"
    path.write_text("2030-02-28 12:00:00 UTC")


def change_release(course: Path) -> None:
    path = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace("goodbye", "good bye"))


def change_limits(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Limits.cell_seconds = 6\n")


def change_points(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Points.all_or_nothing = True\n")


def change_key(course: Path) -> None:
    (course / "grading.key").write_text("0" * 64)


def lose_gradebook(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        book.remove_submission(LESSON, "ada")


def lose_record(course: Path) -> None:
    (course / "autograded" / "ada" / LESSON / RECORD).unlink()


def damage_record(course: Path) -> None:
    (course / "autograded" / "ada" / LESSON / RECORD).write_text("{")


def unchanged(course: Path, code: str | None = None) -> bool:
    with Importer(course) as importer:
        if code:
            importer.code_hash = lambda released: code
        job = plan(importer, "ada", LESSON)
        assert isinstance(job, Job)
        return importer.earlier(job) is not None


CHANGES = [
    change_submission,
    change_name,
    change_timestamp,
    change_release,
    change_limits,
    change_points,
    change_key,
    lose_gradebook,
    lose_record,
    damage_record,
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_mark_depends_on_makes_it_old(course, change):
    assert unchanged(course)
    change(course)
    assert not unchanged(course)


def test_other_code_of_the_checks_makes_a_mark_old(course):
    assert not unchanged(course, code="that of last year")


def test_all_or_nothing_takes_the_share_of_an_answer_that_misses_a_check(first, course):
    change_points(course)
    share = {one.student: one.points for one in first[1]}
    whole = {one.student: one.points for one in grade(course, workers=2, feedback=False)}
    assert 0 < share["hal"] - whole["hal"] < 2
    assert whole["ada"] == share["ada"]


# What is kept -------------------------------------------------------------------------------------


def test_a_mark_can_be_made_again_from_its_record(first):
    course, _ = first
    kept = record(course, "hal")
    submitted = (course / "submitted" / "hal" / LESSON / f"{LESSON}.ipynb").read_text()
    released = (course / "notebooks" / LESSON / f"{LESSON}.ipynb").read_text()
    assert kept["from"]["submission"] == hashed(submitted)
    assert kept["from"]["release"] == hashed(released)
    job = Job("", LESSON, submitted, released, kept["seeds"], kept["limits"])
    with Executor(kept["limits"]) as executor:
        marked = mark(job, executor)
    assert marked.verdicts == kept["verdicts"]
    assert 0 < kept["verdicts"]["check_conv_out_size"]["earned"] < 1
    assert marked.versions == kept["versions"]


def test_each_student_has_inputs_of_their_own(first):
    seeds = [record(first[0], name)["seeds"] for name in ("ada", "hal", "nosy")]
    assert len({number for one in seeds for number in one.values()}) == 9


def test_the_record_is_the_last_thing_written(first):
    folder = first[0] / "autograded" / "ada" / LESSON
    written = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    assert {path.name for path in written} == {RECORD, f"{LESSON}.ipynb", "timestamp.txt"}
    assert written[-1].name == RECORD


def test_the_key_is_for_the_instructor_alone(first):
    key = first[0] / "grading.key"
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32
    assert "/grading.key" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.skipif(best_isolation() == WEAK, reason="nothing is hidden without bubblewrap")
def test_key_gradebook_and_solutions_cannot_be_seen_by_a_submission(first):
    course, _ = first
    nb = read(course / "autograded" / "nosy" / LESSON / f"{LESSON}.ipynb")
    (shown,) = cell(nb, "added-1").outputs
    assert shown.text.startswith("[False, False, False, False]\n")
    assert (course / "grading.key").read_text().strip() not in shown.text
    assert record(course, "nosy")["isolation"] == STRONG


# The command --------------------------------------------------------------------------------------


def command(course: Path, *options: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(course)
    return CliRunner().invoke(app, ["grade", "--workers", "2", *options])


def test_the_command_ends_with_0_and_prints_the_table(course, monkeypatch):
    done = command(course, monkeypatch=monkeypatch)
    assert done.exit_code == 0
    assert "8 / 10" in done.stdout
    assert "grades.csv" in done.stdout


def test_the_command_ends_with_1_if_something_was_not_graded(course, monkeypatch):
    (course / "submitted" / "kim [2]").mkdir()
    done = command(course, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    shown = {one["student"]: one for one in json.loads(done.stdout)}
    assert {name: one["status"] == FAILED for name, one in shown.items()} == {
        "ada": False,
        "hal": False,
        "nosy": False,
        "kim [2]": True,
    }
    assert shown["ada"]["points"] == 8
    assert shown["ada"]["items"]["why"] == {"points": 0, "max_points": 2, "by_hand": True}


def test_the_command_ends_with_2_if_there_is_nothing_to_grade(course, monkeypatch):
    assert command(course, "07", monkeypatch=monkeypatch).exit_code == 2
    shutil.rmtree(course / "submitted")
    done = command(course, "--json", monkeypatch=monkeypatch)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is nothing to grade" in done.stderr


def start(course: Path, *options: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "gancourse", "grade", "--workers", "2", *options],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@ON_LINUX
def test_ctrl_c_ends_everything_and_a_second_run_completes_it(tmp_path, released_course, released):
    course = shutil.copytree(released_course, tmp_path / "c")
    hand_in(course, "ada", answered(released))
    hand_in(course, "sue", with_cell(answered(released), SLEEPS))
    process = start(course)
    try:
        kept = course / "autograded" / "ada" / LESSON / RECORD
        while not kept.exists() and process.poll() is None:
            time.sleep(0.1)
        started = descendants(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out.strip()) == (130, "")
    assert "Stopped." in err
    assert "Traceback" not in err
    assert len(started) > 2
    deadline = time.monotonic() + 30
    while processes.alive(started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes.alive(started) == []
    again = {one.student: one for one in grade(course, workers=1)}
    assert {name: (one.points, one.seconds > 10) for name, one in again.items()} == {
        "ada": (8, False),
        "sue": (8, True),
    }
    for name in again:
        assert (course / "feedback" / name / LESSON / f"{LESSON}.html").exists()


@ON_LINUX
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("isolation", [STRONG, WEAK])
def test_a_killed_main_process_leaves_no_process_behind(
    tmp_path, released_course, released, how, isolation
):
    course = shutil.copytree(released_course, tmp_path / "c")
    for name in ("ada", "bea"):
        hand_in(course, name, with_cell(answered(released), "while True: pass\n"))
    path = os.environ["PATH"] if isolation == STRONG else str(Path(sys.executable).parent)
    process = start(course, PATH=path)
    try:
        while len(processes.workers(process.pid)) < 2:
            assert process.poll() is None
            time.sleep(0.1)
        started = descendants(process.pid)
        process.send_signal(how)
        process.communicate(timeout=60)
        deadline = time.monotonic() + 60
        while processes.alive(started) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert processes.alive(started) == []
    finally:
        process.kill()


@ON_LINUX
def test_without_bubblewrap_it_is_said_aloud_and_a_killed_worker_harms_nobody_else(
    tmp_path, released_course, released
):
    course = short_limits(tmp_path / "c", released_course)
    for name in ("ada", "bea", "cora", "dan"):
        hand_in(course, name, answered(released))
    hand_in(course, "ben-breaks", with_cell(answered(released), KILLS_ITS_WORKER))
    programs = str(Path(sys.executable).parent)  # and no bwrap
    process = start(course, "--json", PATH=programs)
    try:
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 1, err
    results = {one["student"]: one for one in json.loads(out)}
    broken = results.pop("ben-breaks")
    assert (broken["status"], broken["points"]) == (FAILED, 0)
    assert "died" in broken["remarks"][0]
    assert [one["points"] for one in results.values()] == [8, 8, 8, 8]
    assert {one["isolation"] for one in results.values()} == {WEAK}
    assert sum("Isolation: weak" in line for line in err.splitlines()) == 1
    assert load_config(course).Limits.cell_seconds == 5
