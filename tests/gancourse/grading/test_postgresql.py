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
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from benchmarks.classes.small_course import LESSON, answered, hand_in, short_limits
from gancourse.cli.report import print_results
from gancourse.course.settings import quiet_nbgrader
from gancourse.errors import CourseError
from gancourse.grading import gradebook
from gancourse.grading.grade import grade, plan
from gancourse.grading.gradebook import GradebookGone
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.record import Importer
from gancourse.grading.result import FAILED, Result, Unfinished
from gancourse.sandbox import WEAK

BINARIES = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]
SEARCHED = os.pathsep.join([*BINARIES, os.environ["PATH"]])
INITDB = shutil.which("initdb", path=SEARCHED)

pytestmark = pytest.mark.skipif(INITDB is None, reason="there is no PostgreSQL server here")


class Server:
    """A private server without network.

    Attributes:
        address: How SQLAlchemy reaches it.
    """

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self.user = folder, user
        self.programs = Path(INITDB).resolve().parent
        self.address = f"postgresql+psycopg://grader@/gradebook?host={folder}"
        make = [self.programs / "initdb", "-D", folder / "data", "-U", "grader", "-A", "trust"]
        self._run([*make, "-E", "UTF8", "-N"], check=True)

    def _run(self, command: list, **more) -> subprocess.CompletedProcess:
        return subprocess.run(command, user=self.user, cwd=self.folder, capture_output=True, **more)

    def start(self) -> None:
        run = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder]
        with (self.folder / "log").open("ab") as output:
            self.process = subprocess.Popen(
                [*run, "-c", "listen_addresses="],
                user=self.user,
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + 60
        while self._run([self.programs / "pg_isready", "-h", self.folder]).returncode:
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.1)

    def make_database(self) -> None:
        create = [self.programs / "createdb", "-h", self.folder, "-U", "grader", "gradebook"]
        self._run(create, check=True)

    def stop(self) -> None:
        """End all connections, then itself."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


@pytest.fixture(scope="module")
def machine() -> Iterator[Server]:
    """A server that can be stopped and started; it ends with the tests."""
    pytest.importorskip("psycopg")
    # A server does not run as root, and nobody else can look into pytest's own folder.
    user = "nobody" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Server(folder, user)
    server.start()
    try:
        server.make_database()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(machine) -> str:
    """The address of the server."""
    return machine.address


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


def written(importer: Importer) -> Result:
    """Marks of one student, written without having run his notebook."""
    importer.enter_lessons([LESSON])
    job = plan(importer, "Zoë O'Neil", LESSON)
    assert isinstance(job, Job)
    return importer.write(job, Marked(job.released, {}, (), WEAK, 1.0, {}))


def test_two_machines_do_not_grade_at_the_same_time(course, server, tmp_path):
    other = shutil.copytree(
        course, tmp_path / "c", symlinks=True
    )  # a folder of its own, the same server
    message = "Another grading is running, on another machine"
    with quiet_nbgrader(), Importer(course), pytest.raises(CourseError, match=message):
        grade(other)
    with quiet_nbgrader(), Importer(other):
        pass


def test_a_server_that_restarts_loses_no_marks(course, machine, tmp_path):
    with quiet_nbgrader(), Importer(course) as importer:
        written(importer)
        machine.stop()
        later = threading.Timer(3, machine.start)
        later.start()
        assert len(written(importer).items) == 4
        later.join()
        with pytest.raises(CourseError, match="Another grading is running"):  # held again
            grade(shutil.copytree(course, tmp_path / "c", symlinks=True))


def test_a_server_that_is_gone_ends_with_a_sentence(course, machine, monkeypatch):
    monkeypatch.setattr(gradebook, "PAUSES", (0.1, 0.1))
    with quiet_nbgrader(), Importer(course) as importer:
        machine.stop()
        try:
            with pytest.raises(GradebookGone, match="The gradebook cannot be used"):
                written(importer)
            with pytest.raises(Unfinished, match="The gradebook cannot be used") as stopped:
                grade(course)
            assert {one.status for one in stopped.value.results} == {FAILED}
        finally:
            machine.start()


def test_a_database_that_does_not_exist_is_not_waited_for(course, server, monkeypatch, tmp_path):
    other = shutil.copytree(course, tmp_path / "c", symlinks=True)
    # A server that has just been restarted may say something else first.
    monkeypatch.setattr(gradebook, "PAUSES", (0.5, 60))
    with (other / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {server.replace('/gradebook', '/none')!r}\n")
    with pytest.raises(Unfinished, match='database "none" does not exist'):
        grade(other)


def test_the_report_names_the_server_and_hides_its_password(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.CourseDirectory.db_url = "postgresql://grader:secret@db.example/x"\n')
    console = Console(record=True, width=80, file=open(os.devnull, "w"))  # noqa: SIM115
    print_results(course, [], console)
    shown = console.export_text()
    assert "db.example/x" in shown
    assert "secret" not in shown
