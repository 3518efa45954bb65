"""Makes the pages that students get back, with nbgrader, several at a time."""

from __future__ import annotations

import contextlib
import html
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from gancourse.course.files import replacing
from gancourse.course.secret import SECRET, read_secret
from gancourse.course.settings import load_config, quiet_nbgrader
from gancourse.errors import CourseError
from gancourse.grading.gradebook import PAUSES, steadily
from gancourse.grading.page import FeedbackPage
from gancourse.grading.result import Bar, Result, no_bar
from gancourse.grading.workers import Processes, carry_out

LOG = "grading.log"
PAGE_SECONDS = 60
"""A page takes half a second; one that is made to take hours is not made."""

REMARKS_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 2rem auto }}</style>
</head>
<body>
<h1>{title}</h1>
<ul>
{remarks}</ul>
</body>
</html>
"""


def make_feedback(
    course: Path,
    submissions: Iterable[tuple[str, str]],
    *,
    workers: int | None = None,
    bar: Bar = no_bar,
) -> list[str]:
    """Write ``feedback/STUDENT/LESSON/LESSON.html`` for each submission that has no page yet.

    Args:
        course: The course's folder.
        submissions: Students and lessons that are in the gradebook.
        workers: Pages that are made side by side; one for each core if None.
        bar: Shows how far it is.

    Returns:
        Which pages could not be made, and why: a sentence each.
    """
    tasks = [(course, *names) for names in submissions if not page(course, *names).exists()]
    if not tasks:
        return []
    troubles = []
    pool = Processes(_make_page, min(workers or os.cpu_count() or 1, len(tasks)), PAGE_SECONDS)
    with bar("feedback", len(tasks)) as done, contextlib.closing(carry_out(tasks, pool)) as pages:
        for (_, student, lesson), why_not in pages:
            if why_not:
                troubles.append(f"{student} · {lesson}: there is no page for this: {why_not}")
                logging.getLogger("traitlets").error(troubles[-1])
            done(None)
    return troubles


def make_remarks_page(course: Path, result: Result) -> None:
    """Write a page that says why there is nothing to give back; the next grading replaces it.

    Raises:
        OSError: It cannot be written.
    """
    path = page(course, result.student, result.lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    title = html.escape(f"{result.lesson}: {result.status}")
    remarks = "".join(f"<li>{html.escape(remark)}</li>\n" for remark in result.remarks)
    with replacing(path) as file:
        file.write(REMARKS_PAGE.format(title=title, remarks=remarks))
    if secret := read_secret(course / "submitted" / result.student / result.lesson):
        (path.parent / SECRET).write_text(secret, encoding="ascii")


def page(course: Path, student: str, lesson: str) -> Path:
    """The page that a student gets back."""
    return course / "feedback" / student / lesson / f"{lesson}.html"


def _make_page(task: tuple[Path, str, str]) -> str:
    """Make one page; return why it could not be made: a sentence, empty if it was."""
    course, student, lesson = task
    settings = Config()
    settings.CourseDirectory.assignment_id = lesson
    settings.CourseDirectory.student_id = student
    settings.BaseConverter.force = True
    settings.GenerateFeedback.exporter_class = FeedbackPage
    settings.HTMLExporter.preprocessors = []  # formgrader's
    config = load_config(course, settings)
    pages = _Pages(coursedir=CourseDirectory(config=config), config=config)
    with quiet_nbgrader(course / LOG):
        try:
            steadily(pages.make, pauses=PAUSES[:-1])
        except CourseError as error:
            return str(error)
        except Exception as error:  # the marks do not depend on it
            logging.getLogger("traitlets").exception("No feedback for %s, %s", student, lesson)
            return f"{getattr(error, 'strerror', None) or error or type(error).__name__}."
    return ""


class _Pages(GenerateFeedback):
    """nbgrader's feedback, which says why a page could not be made."""

    why: Exception | None = None

    def make(self) -> None:
        """Make the page of one submission.

        Raises:
            Exception: What nbgrader writes into its log.
        """
        try:
            self.start()
        except (Exception, SystemExit) as error:
            raise self.why or RuntimeError(str(error)) from error

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._remembered():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._remembered():
            super().convert_single_notebook(notebook_filename)

    @contextlib.contextmanager
    def _remembered(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.why = error
            raise
