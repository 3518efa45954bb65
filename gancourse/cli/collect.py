"""The command `gancourse collect`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gancourse.cli.errors import plain_errors
from gancourse.cli.paths import at_home


def collect_download(
    lesson: Annotated[
        str, typer.Argument(help="The lesson, by name or by number: 02.", metavar="LESSON")
    ],
    source: Annotated[
        Path,
        typer.Argument(
            help="The download of a learning platform: a zip file or a folder.",
            metavar="DOWNLOAD",
            callback=at_home,
        ),
    ],
    platform: Annotated[
        str,
        typer.Option(
            help="What made the download, if its names do not say it: moodle, canvas, gradescope, "
            "brightspace, blackboard, teams, github, google, folder."
        ),
    ] = "",
    pattern: Annotated[
        str,
        typer.Option(
            help="How the names of another platform are built: a regular expression with groups "
            "such as (?P<name>.+), (?P<number>\\d+) and (?P<rest>.+).",
            metavar="REGEX",
        ),
    ] = "",
    worksheet: Annotated[
        Path | None,
        typer.Option(
            help="Moodle's grading worksheet of the same assignment: its e-mail addresses say who "
            "is who, and all in it are students.",
            metavar="FILE",
            callback=at_home,
        ),
    ] = None,
) -> None:
    """Sort a learning platform's download into submitted/, by student.

    Ends with 0 if all was collected; with 1 if anything was left out, and it says what.
    """
    from gancourse.cli.commands import course
    from gancourse.course.lock import only_one
    from gancourse.course.places import course_root
    from gancourse.errors import CourseError
    from gancourse.platforms.collect import collect

    with plain_errors(CourseError, OSError), only_one(course()):
        collected = collect(course(), lesson, source, platform, pattern, worksheet)
    for line in collected.lines:
        typer.echo(line)
    if course() == course_root():
        typer.echo(
            f"This went into the course's own sources, {course_root()}. A class has a folder of "
            "its own: gancourse new-class FOLDER"
        )
    raise typer.Exit(0 if collected.complete else 1)
