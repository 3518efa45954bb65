"""One grading at a time for a course, whoever starts it and however it ends."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import LESSON, ROOT, answered, code, hand_in, position
from gancourse.course.lock import LOCK, only_one
from gancourse.errors import CourseError
from gancourse.grading.grade import grade

SLOW = "import time\ntime.sleep(20)\n"


def slow(released: NotebookNode) -> NotebookNode:
    """A notebook that runs for 20 seconds."""
    nb = answered(released)
    nb.cells.insert(position(nb, "count_pixels"), code("slow", SLOW))
    return nb


@pytest.fixture
def course(tmp_path, released_course, released) -> Path:
    course = shutil.copytree(released_course, tmp_path / "c")
    hand_in(course, "sue", slow(released))
    return course


def start(course: Path, *options: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "gancourse", *options],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_it_grades(course: Path, process: subprocess.Popen) -> None:
    while not (course / "gradebook.db").exists() and process.poll() is None:
        time.sleep(0.1)


def hashes(course: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file() and path.name != LOCK
    }


def test_a_second_command_is_told_that_another_runs_and_writes_nothing(course, tmp_path):
    before = hashes(course)
    (tmp_path / "download" / "ada").mkdir(parents=True)
    shutil.copy(course / "notebooks" / LESSON / f"{LESSON}.ipynb", tmp_path / "download" / "ada")
    with only_one(course):
        for command, status in (
            (["grade", "--json"], 2),
            (["release"], 1),
            (["collect", "01", str(tmp_path / "download")], 1),
        ):
            second = start(course, *command)
            out, err = second.communicate(timeout=120)
            assert (second.returncode, out) == (status, "")
            assert "Another grading is running" in err
            assert err.count("\n") == 1
        with pytest.raises(CourseError, match="Another grading is running"):
            grade(course)
    assert hashes(course) == before


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_two_at_once_one_of_which_is_killed(course):
    first = start(course, "grade", "--json", "--workers", "1")
    try:
        wait_until_it_grades(course, first)
        second = start(course, "grade")
        _, err = second.communicate(timeout=120)
        assert second.returncode == 2
        assert "Another grading is running" in err
    finally:
        first.kill()
        first.communicate()
    with only_one(course):  # the system has let go of it
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_polite_end_leaves_what_was_graded(course, released, name):
    hand_in(course, "ada", answered(released))
    before = signal.signal(getattr(signal, name), signal.SIG_DFL)  # nohup has them ignored
    process = start(course, "grade", "--json", "--workers", "1")
    signal.signal(getattr(signal, name), before)
    try:
        kept = course / "autograded" / "ada" / LESSON / "grading.json"
        while not kept.exists() and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out) == (128 + getattr(signal, name), "")
    assert err.strip().endswith("run it again to go on.")
    assert "Traceback" not in err
    rows = csv.DictReader((course / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row["score"] for row in rows if row["student_id"] == "ada"] == ["8.0"]
    with only_one(course):
        pass
    assert json.loads(kept.read_text(encoding="utf-8"))["verdicts"]
