"""The gradebook in a PostgreSQL server: the same marks as in a file."""

from __future__ import annotations

import csv
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from benchmarks.classes.small_course import LESSON, answered, hand_in, short_limits
from gancourse.cli.report import print_results
from gancourse.grading.grade import grade
from gancourse.grading.result import FAILED

BINARIES = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]
SEARCHED = os.pathsep.join([*BINARIES, os.environ["PATH"]])
INITDB = shutil.which("initdb", path=SEARCHED)

pytestmark = pytest.mark.skipif(INITDB is None, reason="there is no PostgreSQL server here")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a private server without network; it ends with the tests."""
    pytest.importorskip("psycopg")
    # A server does not run as root, and nobody else can look into pytest's own folder.
    user = "nobody" if os.getuid() == 0 else None
    programs = Path(INITDB).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, log = folder / "data", folder / "log"
    make = [programs / "initdb", "-D", data, "-U", "grader", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(make, user=user, cwd=folder, check=True, capture_output=True)
    run = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
    with log.open("wb") as output:
        process = subprocess.Popen(run, user=user, cwd=folder, stdout=output, stderr=output)
    try:
        create = [programs / "createdb", "-h", folder, "-U", "grader", "gradebook"]
        deadline = time.monotonic() + 60
        while (done := subprocess.run(create, cwd=folder, capture_output=True)).returncode:
            assert time.monotonic() < deadline, done.stderr + log.read_bytes()
            time.sleep(0.2)
        yield f"postgresql+psycopg://grader@/gradebook?host={folder}"
    finally:
        process.send_signal(signal.SIGINT)  # ends all connections, then itself
        process.wait(60)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def course(tmp_path_factory, released_course, released, server) -> Path:
    course = short_limits(tmp_path_factory.mktemp("postgresql") / "c", released_course)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {server!r}\n")
    hand_in(course, "Zoë O'Neil", answered(released))
    hand_in(course, "hal", answered(released, conv_out_size="def conv_out_size():\n    pass\n"))
    return course


def test_marks_manual_grades_and_second_runs_are_as_with_a_file(course, server, released):
    first = {one.student: one for one in grade(course, workers=2)}
    assert {name: one.points for name, one in first.items()} == {"Zoë O'Neil": 8, "hal": 6}
    assert not (course / "gradebook.db").exists()
    with Gradebook(server, "") as book:
        book.find_grade("why", LESSON, LESSON, "hal").manual_score = 1.5
        book.db.commit()
    again = {one.student: one for one in grade(course, workers=2)}
    assert {name: (one.points, one.seconds) for name, one in again.items()} == {
        "Zoë O'Neil": (8, 0),
        "hal": (7.5, 0),
    }
    shutil.rmtree(course / "submitted" / "hal" / LESSON)
    (course / "submitted" / "hal" / LESSON).symlink_to("elsewhere")
    results = {one.student: one for one in grade(course, workers=2)}
    assert results["hal"].status == FAILED
    with (course / "grades.csv").open(encoding="utf-8-sig") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"Zoë O'Neil": 8, "hal": 1.5}  # what a person gave stays


def test_the_report_names_the_server_and_hides_its_password(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.CourseDirectory.db_url = "postgresql://grader:secret@db.example/x"\n')
    console = Console(record=True, width=80, file=open(os.devnull, "w"))  # noqa: SIM115
    print_results(course, [], console)
    shown = console.export_text()
    assert "db.example/x" in shown
    assert "secret" not in shown
