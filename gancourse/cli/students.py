"""What students type."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gancourse.cli.errors import plain_errors


def lab(
    context: typer.Context,
    lesson: Annotated[
        str | None,
        typer.Argument(
            help="The lesson, by name or by number: 02. By default, the first one.",
            metavar="LESSON",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Open a lesson in JupyterLab.

    JupyterLab gets all options, such as --no-browser or --port=8889.
    """
    from gancourse.errors import CourseError
    from gancourse.student.lab import open_lab

    more = context.args
    if lesson and lesson.startswith("-"):
        more, lesson = [lesson, *more], None
    with plain_errors(CourseError):
        open_lab(Path.cwd(), lesson, more)
