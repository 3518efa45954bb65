"""Makes the pages that students get back, with nbgrader, several at a time."""

from __future__ import annotations

import contextlib
import html
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from gancourse.course.settings import load_config, quiet_nbgrader
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
) -> None:
    """Write ``feedback/STUDENT/LESSON/LESSON.html`` for each submission that has no page yet.

    Args:
        course: The course's folder.
        submissions: Students and lessons that are in the gradebook.
        workers: Pages that are made side by side; one for each core if None.
        bar: Shows how far it is.
    """
    tasks = [(course, *names) for names in submissions if not page(course, *names).exists()]
    if not tasks:
        return
    log = logging.getLogger("traitlets")
    pool = Processes(_make_page, min(workers or os.cpu_count() or 1, len(tasks)), PAGE_SECONDS)
    with bar("feedback", len(tasks)) as done, contextlib.closing(carry_out(tasks, pool)) as pages:
        for (_, student, lesson), why_not in pages:
            if why_not:
                log.error("No feedback for %s, %s: %s", student, lesson, why_not)
            done(None)


def make_remarks_page(course: Path, result: Result) -> None:
    """Write a page that says why there is nothing to give back; the next grading replaces it."""
    path = page(course, result.student, result.lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    title = html.escape(f"{result.lesson}: {result.status}")
    remarks = "".join(f"<li>{html.escape(remark)}</li>\n" for remark in result.remarks)
    path.write_text(REMARKS_PAGE.format(title=title, remarks=remarks), encoding="utf-8")


def page(course: Path, student: str, lesson: str) -> Path:
    """The page that a student gets back."""
    return course / "feedback" / student / lesson / f"{lesson}.html"


def _make_page(task: tuple[Path, str, str]) -> None:
    course, student, lesson = task
    settings = Config()
    settings.CourseDirectory.assignment_id = lesson
    settings.CourseDirectory.student_id = student
    settings.BaseConverter.force = True
    settings.GenerateFeedback.exporter_class = FeedbackPage
    config = load_config(course, settings)
    with quiet_nbgrader(course / LOG):
        try:
            GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()
        except (Exception, SystemExit):  # the marks do not depend on it
            logging.getLogger("traitlets").exception("No feedback for %s, %s", student, lesson)
