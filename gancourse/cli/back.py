"""The commands for the way back to a learning platform: marks, pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gancourse.cli.errors import plain_errors, stop
from gancourse.cli.paths import at_home

if TYPE_CHECKING:
    from gancourse.platforms.sent import Sent

Lesson = Annotated[
    str, typer.Argument(help="The lesson, by name or by number: 02.", metavar="LESSON")
]
Output = Annotated[
    Path | None, typer.Option(help="The file to write. By default, one in the course's folder.")
]

UPLOAD = {
    (
        "marks",
        "moodle",
    ): "In Moodle: the assignment, Submissions, Actions: Upload grading worksheet.",
    ("marks", "canvas"): "In Canvas: Grades, Import.",
    (
        "pages",
        "moodle",
    ): "In Moodle: the assignment, Submissions, Actions: Upload multiple feedback "
    "files in a zip. First the marks, then the pages.",
    ("pages", "canvas"): "In Canvas: Grades, the assignment's menu, Re-Upload Submissions.",
}


def marks(
    lesson: Lesson,
    platform: Annotated[
        Literal["moodle", "canvas", "csv"],
        typer.Option(
            "--for",
            help="The platform; csv: a table with a column for each exercise.",
            case_sensitive=False,
        ),
    ],
    worksheet: Annotated[
        Path | None,
        typer.Option(
            help="What the platform hands out, to be filled in: Moodle's grading worksheet, "
            "Canvas's gradebook.",
            callback=at_home,
        ),
    ] = None,
    column: Annotated[
        str,
        typer.Option(
            help="The worksheet's column for the marks, by header or number, if it is not clear."
        ),
    ] = "",
    out_of: Annotated[
        float | None,
        typer.Option(
            min=0.01, help="What full marks are. By default, as in the worksheet or the lesson."
        ),
    ] = None,
    zeros: Annotated[
        bool, typer.Option("--zeros", help="Give 0 to those who have handed in nothing.")
    ] = False,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments", help="Write the points of each exercise into Moodle's feedback comments."
        ),
    ] = False,
    output: Output = None,
) -> None:
    """Write a lesson's marks into the file that a learning platform reads.

    Ends with 1 if a student's mark could not go into it.
    """
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.platforms.marks import write_marks

    if platform == "csv" and (worksheet or column or zeros or comments):
        stop("--worksheet, --column, --zeros and --comments are for moodle and canvas.", status=2)

    with plain_errors(CourseError):
        sent = write_marks(
            course(),
            lesson,
            platform,
            worksheet=worksheet,
            column=column,
            out_of=out_of,
            zeros=zeros,
            comments=comments,
            output=output,
        )
    _say(sent, UPLOAD.get(("marks", platform), ""))


def pages(
    lesson: Lesson,
    platform: Annotated[
        Literal["moodle", "canvas"],
        typer.Option("--for", help="The platform.", case_sensitive=False),
    ],
    output: Output = None,
) -> None:
    """Pack the pages of a lesson's students into a zip that a learning platform takes back.

    Ends with 1 if a page could not go into it.
    """
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.platforms.pages import write_pages

    with plain_errors(CourseError):
        sent = write_pages(course(), lesson, platform, output)
    _say(sent, UPLOAD["pages", platform])


def _say(sent: Sent, upload: str) -> None:
    """Print what was written, what a teacher has to know of it, and where it goes."""
    from gancourse.text import printable

    typer.echo(printable(str(sent.path)))
    for line in sent.lines:
        typer.echo(f"  {line}")
    for line in sent.missing:
        typer.secho(f"  {line}", err=True, fg="red")
    if upload:
        typer.echo(upload)
    raise typer.Exit(1 if sent.missing else 0)
