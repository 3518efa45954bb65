"""The command that makes a folder for a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gancourse.cli.errors import plain_errors
from gancourse.cli.next_lines import next_lines


def new_class(
    folder: Annotated[
        Path, typer.Argument(help="Where the class goes; it is made.", metavar="FOLDER")
    ],
) -> None:
    """Make a folder for a class, with lessons and settings of its own, outside the course's.

    Nothing in it is overwritten: the same command brings what a new release has more, and names
    what differs.
    """
    from gancourse.cli.commands import course_or_installed
    from gancourse.errors import CourseError
    from gancourse.teaching.new_class import new_class

    with plain_errors(CourseError):
        for line in new_class(course_or_installed(), folder):
            typer.echo(line)
    typer.echo("Hand out what is in its notebooks/.")
    typer.echo(next_lines(folder, "collect LESSON DOWNLOAD", "grade LESSON"))
