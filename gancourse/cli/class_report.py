"""The command that shows a teacher what the class misunderstood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gancourse.cli.errors import plain_errors, stop

if TYPE_CHECKING:
    from rich.console import Console

    from gancourse.teaching.findings import LessonReport


def report_class(
    lesson: Annotated[
        str | None,
        typer.Argument(
            help="A lesson, by name or by number: 02. By default, all graded ones.",
            metavar="LESSON",
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", help="Write a table too: a line for each exercise and cause."),
    ] = None,
) -> None:
    """Show what the class misunderstood: points, exercises, causes; a page in report/."""
    from rich.console import Console

    from gancourse.cli.commands import course
    from gancourse.course.places import find_graded_lessons
    from gancourse.errors import CourseError
    from gancourse.teaching.report import report
    from gancourse.teaching.report_page import write_page, write_table

    console = Console()
    with plain_errors(CourseError):
        folder = course()
        lessons = find_graded_lessons(folder, [lesson] if lesson else [])
        reports = []
        for name in lessons:
            if any((folder / "autograded").glob(f"*/{name}")):
                reports.append(report(folder, name))
                typer.echo("\n" * (len(reports) > 1), nl=False)
                print_report(reports[-1], console)
                typer.echo(f"page  {write_page(folder, reports[-1])}")
        if not reports:
            stop("Nothing of this is graded yet: run `gancourse grade` first.")
        if csv:
            write_table(csv, reports)
            typer.echo(f"table {csv}")


def print_report(report: LessonReport, console: Console) -> None:
    """Print a line for each exercise, and the causes that most students share."""
    from rich.table import Table
    from rich.text import Text

    from gancourse.teaching.report_page import top_causes
    from gancourse.text import printable

    def say(line: str) -> None:
        console.print(Text(printable(line)), soft_wrap=True, highlight=False)

    counts = [
        f"{len(report.points)} graded",
        *([f"mean {report.mean:.1f} of {report.max_points:g} points"] if report.points else []),
        *([f"{len(report.ungraded)} not graded"] if report.ungraded else []),
        *([f"{report.waiting} wait to be marked by hand"] if report.waiting else []),
        *([f"{len(report.late)} late"] if report.late else []),
        *([f"{len(report.missing)} handed in nothing"] if report.roster else []),
    ]
    say(f"{report.lesson}: {', '.join(counts)}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("exercise", no_wrap=True)
    for name in ("mean", "full", "none", "untouched"):
        table.add_column(name, justify="right", no_wrap=True)
    for item in report.items:
        mean = "-" if item.mean is None else f"{item.mean:.2f}"
        table.add_row(
            Text(item.name),
            f"{mean} / {item.max_points:g}",
            *(str(count) for count in (item.full, item.none, item.untouched)),
        )
    console.print(table)
    for item, cause in top_causes(report):
        where = "; ".join(filter(None, (item.name, cause.see)))
        say(f"  {cause.students} of {item.handed_in}: {cause.text} ({where})")
