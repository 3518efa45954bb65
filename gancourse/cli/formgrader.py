"""The command that opens nbgrader's formgrader."""

from __future__ import annotations

import typer

from gancourse.cli.errors import plain_errors


def formgrader(context: typer.Context) -> None:
    """Open nbgrader's formgrader in the browser: read what was handed in, and mark by hand.

    JupyterLab gets all options, such as --no-browser or --port=8889.
    """
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.teaching.formgrader import open_formgrader

    with plain_errors(CourseError):
        open_formgrader(course(), context.args)
