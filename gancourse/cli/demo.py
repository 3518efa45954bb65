"""The command that shows an instructor's afternoon: a made-up class hands in, and is graded."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from gancourse.cli.next_lines import next_lines
from gancourse.cli.report import bar_on, print_results, warn
from gancourse.course.places import course_root
from gancourse.demo import PUPILS, make_class
from gancourse.grading.grade import grade
from gancourse.grading.result import Result


def run_demo(folder: Path, console: Console, workers: int | None = None) -> list[Result]:
    """Let a made-up class hand in the course's lessons, grade it, print the results.

    Args:
        folder: As for ``make_class``.
        console: Where to print.
        workers: As for ``grade``.

    Raises:
        CourseError: As ``make_class``.
    """
    begin = time.monotonic()
    lessons = make_class(course_root(), folder)
    console.print(f"A made-up class of {len(PUPILS)} has handed in {', '.join(lessons)}.")
    results = grade(folder, workers=workers, bar=bar_on(console))
    folder = folder.resolve()
    print_results(folder, results, console)
    warn(folder, results, console)
    console.print(
        f"\n{len(results)} submissions graded in {time.monotonic() - begin:.0f} s. "
        "The folder is a course: nbgrader's own commands work in it.",
        soft_wrap=True,
    )
    index = folder / "feedback" / "index.html"
    last = f"The students' pages begin with {index}.\n{next_lines(folder, 'report', 'formgrader')}"
    console.print(last, markup=False, highlight=False, soft_wrap=True)
    return results
