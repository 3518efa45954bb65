"""Where a student's page lies, and how one is made: by a worker, which needs no nbgrader."""

from __future__ import annotations

from pathlib import Path

from gancourse.course.files import replacing
from gancourse.course.places import release_path
from gancourse.grading.page import Shown, load, render

Task = tuple[Path, str, Shown, str]
"""The course, a student, what the page shows, and the hash of that."""


def page(course: Path, student: str, lesson: str) -> Path:
    """The page that a student gets back."""
    return course / "feedback" / student / lesson / f"{lesson}.html"


def marked(course: Path, student: str, lesson: str) -> Path:
    """The notebook that a page is made of."""
    return course / "autograded" / student / lesson / f"{lesson}.ipynb"


def write_page(path: Path, text: str) -> None:
    """Write a page.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text)


def make_page(task: Task) -> str:
    """Make one page; return why it could not be made: a sentence, empty if it was."""
    course, student, shown, made = task
    try:
        nb = load(marked(course, student, shown.lesson))
        text = render(shown, nb, release_path(course, shown.lesson), made)
        write_page(page(course, student, shown.lesson), text)
    except Exception as error:  # the marks do not depend on it
        return f"{getattr(error, 'strerror', None) or error or type(error).__name__}."
    return ""
