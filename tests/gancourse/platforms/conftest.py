"""The small lesson: downloads to collect, and a class with a gradebook that nobody graded for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from benchmarks.classes.small_course import LESSON, answered
from gancourse.course.delivery import Delivery, write_delivery
from gancourse.course.roster import Student, write_roster
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.tidy import text_of
from gancourse.platforms.collect import Collected, collect
from tests.gancourse.platforms.downloads import zipped

POINTS = {
    "check_count_pixels": 3,
    "check_conv_out_size": 2,
    "check_batch_size_answer": 3,
    "why": 2,
}

RIGHT = dict(POINTS)
HALF = RIGHT | {"check_count_pixels": 1.5, "check_conv_out_size": 0}
WAITS: dict[str, float | None] = RIGHT | {"why": None}


def enter(course: Path, **students: dict[str, float | None]) -> None:
    """Enter points of students into the gradebook; None stands for what waits."""
    with quiet_nbgrader(), Gradebook(f"sqlite:///{course / 'gradebook.db'}", "gans") as book:
        book.update_or_create_assignment(LESSON)
        book.update_or_create_notebook(LESSON, LESSON)
        for name, most in POINTS.items():
            kind = "markdown" if name == "why" else "code"
            book.update_or_create_grade_cell(name, LESSON, LESSON, max_score=most, cell_type=kind)
        for key, points in students.items():
            student = key.replace("_", "-")
            book.update_or_create_student(student)
            book.update_or_create_submission(LESSON, student)
            for grade in book.find_submission_notebook(LESSON, LESSON, student).grades:
                grade.auto_score = points.get(grade.name)
                grade.needs_manual_grade = grade.auto_score is None
            folder = course / "submitted" / student / LESSON
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{LESSON}.ipynb").touch()
        book.db.commit()


@pytest.fixture(scope="session")
def kept_class(tmp_path_factory, released_course) -> Path:
    """The class that `a_class` is a copy of: to make a gradebook takes seconds."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("class") / "c")
    enter(course, ada_1=RIGHT, bob_2=HALF, zoe_3=WAITS, sam_5={})
    people = ("Ada Allright", "=Bob", "Zoë Gómez", "Noor Nothing", "Sam")
    ids = ("ada-1", "bob-2", "zoe-3", "noor-4", "sam-5")
    write_roster(
        course,
        [
            Student(id_, name, f"{id_.partition('-')[0]}@x.org", {"canvas": str(number)})
            for number, (id_, name) in enumerate(zip(ids, people, strict=True), start=11)
        ],
    )
    for number, student in enumerate(ids[:3], start=101):
        deliver(course, student, Delivery("moodle", str(number), f"Name of {student}"))
    return course


@pytest.fixture
def a_class(tmp_path, kept_class) -> Path:
    """Ada 10, Bob 6.5, Zoë 8 and waits; Noor handed in nothing; Sam could not be graded.

    Those who handed in have the numbers 101 to 103 in Moodle; in Canvas all have 11 to 15.
    """
    return shutil.copytree(kept_class, tmp_path / "c")


def deliver(course: Path, student: str, delivery: Delivery) -> None:
    """Note how a student's work came here."""
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    write_delivery(folder, delivery)


def page_of(course: Path, student: str) -> Path:
    """A page for a student."""
    path = course / "feedback" / student / LESSON / f"{LESSON}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<p>{student}</p>", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def work(released) -> str:
    """The small lesson with answers."""
    return text_of(answered(released))


@pytest.fixture
def course(tmp_path, released_course) -> Path:
    return shutil.copytree(released_course, tmp_path / "course")


@pytest.fixture
def collected(course, tmp_path) -> Callable[..., Collected]:
    """Collect what is in a zip file with these files."""

    def run(files: Mapping[str, bytes | str], **options) -> Collected:
        return collect(course, LESSON, zipped(tmp_path / "download.zip", files), **options)

    return run


@pytest.fixture
def submitted(course) -> Callable[[], dict[str, str]]:
    """The notebooks and modules in ``submitted/``: texts by student and name."""

    def read() -> dict[str, str]:
        root = course / "submitted"
        return {
            f"{path.parts[-3]}/{path.name}": path.read_text()
            for path in sorted(root.glob(f"*/{LESSON}/*"))
            if path.suffix in (".ipynb", ".py")
        }

    return read
