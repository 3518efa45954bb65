"""nbgrader's exchange, whole: handed out, fetched, submitted, collected, graded, and given back.

One story of two students who hand in through the exchange, of some whose secret is no good, and
of one who hands in by mail.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbgrader import apps
from nbgrader.coursedir import CourseDirectory

from benchmarks.classes.small_course import LESSON, answered, hand_in, put
from gancourse.course.delivery import DELIVERY, TIMESTAMP
from gancourse.course.secret import SECRET
from gancourse.course.settings import surroundings
from gancourse.grading.exchange import Collect
from gancourse.grading.grade import grade
from gancourse.grading.result import FAILED, NOTHING, Result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there"),
]

GOOD = "c0ffee" * 20


@dataclass
class Exchange:
    """A course and its students' homes, around one exchange."""

    folder: Path
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def course(self) -> Path:
        return self.folder / "course"

    def home(self, student: str) -> Path:
        home = self.folder / "homes" / student
        home.mkdir(parents=True, exist_ok=True)
        return home

    def run(self, app: str, here: Path, *options: str) -> None:
        """Run one of nbgrader's commands in a folder, as from its command line."""
        before = Path.cwd()
        os.chdir(here)
        try:
            one = getattr(apps, app)()
            one.initialize([LESSON, f"--Exchange.root={self.folder / 'exchange'}", *options])
            one.start()
        finally:
            os.chdir(before)

    def as_student(self, app: str, student: str, *, at: str = "") -> None:
        """Run a command as a student; ``at`` is whose home and cache it is, if another's."""
        home = self.home(at or student)
        options = (f"--Exchange.cache={home / 'cache'}", "--course=gans", f"--student={student}")
        self.run(app, home, *options)

    def inbound(self, student: str) -> Path:
        """What a student has handed in, in the exchange."""
        return next((self.folder / "exchange" / "gans" / "inbound").glob(f"{student}+*"))

    def pages(self, student: str) -> list[str]:
        """The texts of all pages that a student has fetched."""
        return [
            path.read_text(encoding="utf-8")
            for path in sorted(self.home(student).glob(f"{LESSON}/feedback/*/{LESSON}.html"))
        ]

    def given(self) -> int:
        """How many pages lie in the exchange."""
        return len(list((self.folder / "exchange" / "gans" / "feedback").iterdir()))


@pytest.fixture(scope="module")
def exchange(tmp_path_factory, released_course, released) -> Iterator[Exchange]:
    """All that happens until the pages have been made."""
    one = Exchange(tmp_path_factory.mktemp("hub"))
    shutil.copytree(released_course, one.course)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in surroundings().items():
            patch.setenv(name, value)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            patch.setenv(name, str(one.folder / name))
        one.run("ReleaseAssignmentApp", one.course)
        for student in ("ada", "ben"):
            one.as_student("FetchAssignmentApp", student)
            own = "def count_pixels(height, width):\n    # " + student.upper()
            own += "'S OWN\n    return width * height"
            work = answered(released, count_pixels=own)
            put(work, one.home(student) / LESSON / f"{LESSON}.ipynb")
            one.as_student("SubmitApp", student)
        for student in ("lin", "pip"):
            put(answered(released), one.home(student) / LESSON / f"{LESSON}.ipynb")
            one.as_student("SubmitApp", student)
        # A student may do this to what was handed in: it is the student's own folder.
        solutions = one.course / "solutions" / LESSON
        notebook = one.inbound("lin") / f"{LESSON}.ipynb"
        notebook.unlink()
        notebook.symlink_to(solutions / notebook.name)
        os.mkfifo(one.inbound("lin") / "pipe")
        folder = one.inbound("pip")
        shutil.rmtree(folder)
        folder.symlink_to(solutions)
        (folder.parent / f"<img src=x onerror=alert()>+{LESSON}+2026-01-01+x").mkdir()
        (folder.parent / f"ada+{LESSON}+soon+x").mkdir()
        (folder.parent / f"zed+{LESSON}+99999999999999+x").mkdir()
        one.run("CollectApp", one.course)
        hand_in(one.course, "max-mail", answered(released))
        (one.course / "submitted" / "eve-empty" / LESSON).mkdir(parents=True)
        (one.course / "submitted" / "eve-empty" / LESSON / SECRET).write_text(GOOD)
        (one.course / "submitted" / "eve-empty" / LESSON / "essay.txt").write_text("mine")
        one.results = {result.student: result for result in grade(one.course, [LESSON], workers=1)}
        yield one


@pytest.fixture(scope="module")
def released_feedback(exchange) -> Exchange:
    exchange.run("ReleaseFeedbackApp", exchange.course)
    return exchange


def test_what_says_whose_work_it_is_and_when_it_came_is_not_the_students_to_write(tmp_path, caplog):
    collect = Collect(coursedir=CourseDirectory(), log=logging.getLogger("collect"))
    inbound = tmp_path / "inbound"
    inbound.mkdir()
    for name in (DELIVERY, f"{LESSON}.ipynb"):
        (inbound / name).write_text("{}")
    now = datetime.datetime.now(datetime.UTC)
    for days, said in ((0, False), (3, True)):
        caplog.clear()
        (inbound / TIMESTAMP).write_text(f"{now - datetime.timedelta(days):%Y-%m-%d %H:%M:%S} UTC")
        collect.do_copy(str(inbound), str(tmp_path / str(days)))
        assert ("and was changed at" in caplog.text) == said
        assert {path.name for path in (tmp_path / str(days)).iterdir()} == {
            TIMESTAMP,
            f"{LESSON}.ipynb",
        }


def test_what_came_through_the_exchange_is_graded(exchange):
    assert exchange.results["ada"].points == exchange.results["ben"].points == 8
    assert exchange.results["ada"].remarks == exchange.results["ben"].remarks == ()
    assert exchange.results["eve-empty"].status == FAILED


def test_links_are_not_followed_with_the_teachers_rights(exchange):
    submitted = exchange.course / "submitted"
    assert {path.name for path in (submitted / "lin" / LESSON).iterdir()} == {TIMESTAMP, SECRET}
    assert not (submitted / "pip" / LESSON).exists()
    assert exchange.results["lin"].status == exchange.results["pip"].status == NOTHING


def test_a_name_that_is_markup_is_not_collected(exchange):
    assert {"ada", "ben"} <= exchange.results.keys()
    assert [name for name in exchange.results if "<" in name] == []


def test_a_folder_whose_name_holds_no_time_is_the_oldest(exchange):
    assert exchange.results["ada"].items
    assert exchange.results["zed"].status == NOTHING


def test_each_student_fetches_the_own_page_and_no_other(released_feedback):
    for student, other in (("ada", "BEN"), ("ben", "ADA")):
        released_feedback.as_student("FetchFeedbackApp", student)
        (page,) = released_feedback.pages(student)
        assert f"{student.upper()}&#39;S OWN" in page or f"{student.upper()}'S OWN" in page
        assert f"{other}'S OWN" not in page
        assert f"{other}&#39;S OWN" not in page
        assert page == (
            released_feedback.course / "feedback" / student / LESSON / f"{LESSON}.html"
        ).read_text(encoding="utf-8")


def test_to_call_oneself_by_anothers_name_brings_nothing(released_feedback):
    shutil.copytree(
        released_feedback.home("ben") / "cache", released_feedback.home("mal") / "cache"
    )
    for path in released_feedback.home("mal").rglob(SECRET):
        path.write_text(GOOD[::-1])
    released_feedback.as_student("FetchFeedbackApp", "ben", at="mal")
    assert released_feedback.pages("mal") == []


def test_names_in_the_exchange_cannot_be_listed_or_worked_out(released_feedback):
    folder = released_feedback.folder / "exchange" / "gans" / "feedback"
    assert folder.stat().st_mode & 0o077 == 0o011
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o644
        assert len(path.stem) == 32


def test_who_mailed_the_work_is_named_and_stops_nobody(exchange, capsys):
    exchange.run("ReleaseFeedbackApp", exchange.course)
    said = [line for line in capsys.readouterr().err.splitlines() if "not released" in line]
    assert len(said) == 1
    assert f"max-mail, {LESSON}: not released. It was not handed in through" in said[0]
    assert exchange.given() == 3


def test_two_with_one_secret_are_named_and_neither_page_takes_the_others_place(exchange, capsys):
    secret = exchange.course / "autograded" / "ben" / LESSON / SECRET
    pages = [exchange.course / "feedback" / name / LESSON for name in ("ada", "max-mail")]
    shutil.copy(secret, pages[1] / SECRET)
    shutil.rmtree(exchange.folder / "exchange" / "gans" / "feedback")
    exchange.run("ReleaseFeedbackApp", exchange.course, "--student=max-mail")
    assert exchange.given() == 0
    exchange.run("ReleaseFeedbackApp", exchange.course)
    assert exchange.given() == 2
    said = [line for line in capsys.readouterr().err.splitlines() if "same secret" in line]
    assert [re.findall("ada|ben|max-mail", line)[0] for line in said] == [
        "max-mail",
        "ben",
        "max-mail",
    ]
    (pages[1] / SECRET).unlink()
