"""What cannot be written is said, changes the exit code, and leaves the old file."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, answered, cell, hand_in
from gancourse.cli.commands import app
from gancourse.course.files import replacing
from gancourse.course.settings import quiet_nbgrader
from gancourse.grading import gradebook
from gancourse.grading.grade import grade, plan
from gancourse.grading.gradebook import GradebookGone
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.record import Importer
from gancourse.grading.result import FAILED, Unfinished
from gancourse.sandbox import WEAK


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Path:
    """A course of two, one of whom handed in no notebook; do not change it."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("written") / "c")
    hand_in(course, "ada", answered(released))
    folder = course / "submitted" / "tom" / LESSON
    folder.mkdir(parents=True)
    (folder / "essay.txt").touch()
    grade(course, workers=1)
    return course


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "c")


def command(course: Path, *options: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(course)
    return CliRunner().invoke(app, ["grade", "--workers", "1", *options])


# Files --------------------------------------------------------------------------------------------


def test_a_file_is_replaced_only_when_all_of_it_was_written(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("old")
    path.chmod(0o640)
    with pytest.raises(UnicodeEncodeError), replacing(path) as file:
        file.write("half of it, \ud800")
    assert path.read_text() == "old"
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    with replacing(link) as file:
        file.write("new")
    assert path.read_text() == "new"
    assert link.is_symlink()
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["grades.csv", "link.csv"]


def test_a_table_that_cannot_be_replaced_is_named_beside_the_report(course, monkeypatch):
    (course / "grades.csv").unlink()
    (course / "grades.csv").mkdir()
    done = command(course, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert {one["student"]: one["points"] for one in json.loads(done.stdout)} == {
        "ada": 8,
        "tom": 0,
    }
    assert "grades.csv could not be written and is as old as it was" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_roster_that_cannot_be_read_stops_no_grading(course, monkeypatch):
    (course / "students.csv").write_text("student\nada\nada\n")
    done = command(course, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert [one["points"] for one in json.loads(done.stdout)] == [8, 0]
    assert "students.csv names ada twice." in done.stderr


@pytest.fixture
def small_disk(tmp_path, graded) -> Iterator[Path]:
    """A disk of its own with the course on it, and no space left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root of a Linux machine can make a small disk")
    if subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("this machine makes no small disk")
    try:
        course = shutil.copytree(graded, disk / "c")
        (course / "feedback" / "ada" / LESSON / f"{LESSON}.html").unlink()
        (course / "feedback" / "tom" / LESSON / f"{LESSON}.html").unlink()
        with (disk / "full").open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 512):
                    pass
            except OSError:
                pass
        yield course
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_table_and_is_said(small_disk, monkeypatch):
    before = (small_disk / "grades.csv").read_bytes()
    done = command(small_disk, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert [one["points"] for one in json.loads(done.stdout)] == [8, 0]
    assert (small_disk / "grades.csv").read_bytes() == before
    assert "grades.csv could not be written" in done.stderr
    for student in ("ada", "tom"):
        assert f"{student} · {LESSON}: there is no page for this" in done.stderr
        assert not (small_disk / "feedback" / student / LESSON / f"{LESSON}.html").exists()
    assert done.stderr.count("No space left on device") >= 3
    assert "Traceback" not in done.stderr
    (small_disk.parent / "full").unlink()
    again = command(small_disk, "--json", monkeypatch=monkeypatch)
    assert "could not be written" not in again.stderr
    assert "there is no page" not in again.stderr
    for student in ("ada", "tom"):
        assert (small_disk / "feedback" / student / LESSON / f"{LESSON}.html").exists()


# The gradebook ------------------------------------------------------------------------------------


def marked(job: Job) -> Marked:
    return Marked(job.released, {}, (), WEAK, 1.0, {})


def test_a_gradebook_that_is_locked_for_a_while_is_written_later(course):
    locker = sqlite3.connect(course / "gradebook.db", check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    freed = []

    def free() -> None:
        time.sleep(8)  # SQLite itself waits for 5
        freed.append(True)
        locker.rollback()

    thread = threading.Thread(target=free)
    thread.start()
    with quiet_nbgrader(), Importer(course) as importer:
        job = plan(importer, "ada", LESSON)
        assert isinstance(job, Job)
        result = importer.write(job, marked(job))
        assert freed
        assert len(result.items) == 4
        thread.join()
    locker.close()


def test_a_gradebook_that_stays_locked_ends_with_a_sentence(course, monkeypatch):
    monkeypatch.setattr(gradebook, "PAUSES", (0.1,))
    with quiet_nbgrader(), Importer(course) as importer:
        job = plan(importer, "ada", LESSON)
        locker = sqlite3.connect(course / "gradebook.db")
        locker.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GradebookGone, match="database is locked"):
            importer.forget("ada", LESSON)
        locker.rollback()
        locker.close()
        assert isinstance(job, Job)
        assert importer.write(job, marked(job)).items


def test_a_gradebook_that_cannot_be_written_ends_with_a_sentence(course, released, monkeypatch):
    hand_in(course, "bob", answered(released))
    address = f"sqlite:///file:{course / 'gradebook.db'}?mode=ro&uri=true"
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {address!r}\n")
    done = command(course, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert {one["student"]: one["status"] for one in json.loads(done.stdout)} == dict.fromkeys(
        ("ada", "bob", "tom"), FAILED
    )
    assert "attempt to write a readonly database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_gradebook_ends_with_a_sentence(course):
    (course / "gradebook.db").write_text("my diary " * 1000)
    with pytest.raises(Unfinished, match="file is not a database"):
        grade(course, workers=1)


def test_an_error_about_one_entry_is_no_trouble_of_the_gradebook(course):
    with quiet_nbgrader(), Importer(course) as importer:
        job = plan(importer, "ada", LESSON)
        assert isinstance(job, Job)
        broken = nbformat.reads(job.released, as_version=4)
        cell(broken, "check-count_pixels").metadata.nbgrader.grade_id = "of-another-lesson"
        with pytest.raises(Exception, match="of-another-lesson"):
            importer.write(job, Marked(nbformat.writes(broken), {}, (), WEAK, 1.0, {}))
        importer.forget("ada", LESSON)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        grades = book.find_submission_notebook(LESSON, LESSON, "ada").grades
        assert {one.auto_score for one in grades} == {None}
