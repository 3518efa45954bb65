"""The commands for a student's folder: start, progress, submit."""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gancourse.cli.errors import plain_errors
from gancourse.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from gancourse.student.exercises import Standing
    from gancourse.student.progress import Progress

Lessons = Annotated[
    list[str] | None,
    typer.Argument(
        help="Lessons, by name or by number: 02. All if none is named.", metavar="LESSON"
    ),
]
Folder = Annotated[
    Path | None, typer.Option(help="The folder with the lessons, if it is not this one.")
]

NOWHERE = (
    "There are no lessons here: progress is read from the notebooks' files. On Colab and Kaggle "
    "they do not lie beside this page. On a computer of your own, `gancourse start` makes a folder "
    "with all lessons."
)


def start(
    lessons: Lessons = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Where they go; it is made. By default, gans-in-notebooks."),
    ] = None,
) -> None:
    """Copy lessons into a folder of your own, or bring a new release into it.

    Nothing that you have written is overwritten: a new release gets your answers, and the old file
    is kept beside it.
    """
    from gancourse.errors import CourseError
    from gancourse.student.lessons import find_lessons
    from gancourse.student.notebooks import started_folder, typed
    from gancourse.student.start import start

    with plain_errors(CourseError):
        folder = folder or started_folder(Path.cwd())
        for line in start(folder, find_lessons(lessons or ())):
            typer.echo(printable(line))
    lines = ["", "Next, type:"]
    if folder.resolve() != Path.cwd():
        lines.append(f"  cd {typed(folder)}")
    lab = (
        "jupyter lab" if shutil.which("jupyter") else f"{typed(Path(sys.executable))} -m jupyterlab"
    )
    typer.echo("\n".join([*lines, f"  {lab}"]))


def progress(lessons: Lessons = None, folder: Folder = None) -> None:
    """Show which exercises you have passed. Nothing is run: your notebooks' files say it."""
    from rich.console import Console

    from gancourse.errors import CourseError
    from gancourse.student.lessons import find_lessons
    from gancourse.student.notebooks import student_folder
    from gancourse.student.progress import progress

    console = Console()
    with plain_errors(CourseError):
        names = find_lessons(lessons or ())
        folder = folder or student_folder(Path.cwd())
        if folder is None:
            console.print(NOWHERE, markup=False)
            return
        found = progress(folder, names)
    if lessons:
        for one in found:
            _print_exercises(one, console)
    else:
        _print_lessons(found, console)
    for one in found:
        if one.note:
            console.print(printable(f"{one.lesson}: {one.note}"), markup=False, style="yellow")


def submit(
    lesson: Annotated[
        str, typer.Argument(help="The lesson, by name or by number: 02. Or a notebook's file.")
    ],
    to: Annotated[
        Path | None, typer.Option(help="Where the packed file goes. By default, hand_in.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Check a lesson before you hand it in, and pack the file for your learning platform.

    Unfinished work is packed too. Your own notebook is not changed.
    """
    from gancourse.errors import CourseError
    from gancourse.student.lessons import find_lessons
    from gancourse.student.notebooks import student_folder, typed
    from gancourse.student.submit import PACKED, find_notebook, recognise_lesson, saved, submit

    with plain_errors(CourseError):
        if lesson.lower().endswith(".ipynb") and Path(lesson).exists():
            notebook, notes = Path(lesson), list[str]()
            lesson = recognise_lesson(notebook)
            folder = folder or notebook.resolve().parent
        else:
            (lesson,) = find_lessons([lesson])
            folder = folder or student_folder(Path.cwd())
            notebook, notes = find_notebook(folder, lesson)
        packed = submit(notebook, lesson, to or (folder or Path.cwd()) / PACKED)
        when = saved(packed.notebook, datetime.datetime.now())
    for line in [*notes, *packed.warnings]:
        typer.echo(printable(line))
    if packed.repairs:
        typer.echo("Grading will put right, and say so:")
    for line in packed.repairs:
        typer.echo(printable(f"  {line}"))
    done = sum(one.state in ("passed", "for your teacher") for one in packed.standings)
    typer.echo(f"{lesson}: {done} of {len(packed.standings)} exercises done.")
    size = packed.file.stat().st_size
    typer.echo(f"Packed: {typed(packed.file.resolve())} ({_size(size)}), as last saved {when}.")
    typer.echo("Upload this file where your teacher asks for it, and do not rename it.")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


# How progress looks ------------------------------------------------------------------------------

SIGNS = {
    "passed": ("✓", "+", "green"),
    "not right yet": ("✗", "x", "red"),
    "not checked yet": ("?", "?", "yellow"),
    "changed since its check": ("?", "?", "yellow"),
    "for your teacher": ("✎", "t", "cyan"),
    "open": ("○", ".", "dim"),
}
"""How each state of an exercise is drawn: a sign, one of ASCII for old terminals, and a colour."""


def _print_lessons(found: list[Progress], console: Console) -> None:
    """One line a lesson, and the sums."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, justify in {"lesson": "left", "exercises": "left", "passed": "right"}.items():
        table.add_column(column, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("points", justify="right", no_wrap=True)
    for one in found:
        passed = f"{one.passed} of {len(one.standings)}" if one.begun else "not begun"
        points = f"{_number(one.earned)} of {_number(one.points)}" if one.points else "no points"
        table.add_row(one.lesson, _bar(one.standings, console), passed, points)
    every = [standing for one in found for standing in one.standings]
    table.add_section()
    passed_all = f"{sum(one.passed for one in found)} of {len(every)}"
    earned, points_all = sum(one.earned for one in found), sum(one.points for one in found)
    table.add_row("", "", passed_all, f"{_number(earned)} of {_number(points_all)}")
    console.print(table)
    _explain(every, console)


def _print_exercises(one: Progress, console: Console) -> None:
    """One line an exercise."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=one.lesson, title_justify="left")
    for column in ("", "exercise", "", "points"):
        table.add_column(column, justify="right" if column == "points" else "left", no_wrap=True)
    for standing in one.standings:
        exercise = standing.exercise
        points = f"{_number(standing.earned)} of {_number(exercise.points)}"
        table.add_row(
            _bar([standing], console),
            f"{exercise.number} {exercise.name}",
            str(standing.state),
            points if exercise.points else "no points",
        )
    console.print(table)


def _bar(standings: Iterable[Standing], console: Console):
    from rich.text import Text

    plain = not console.encoding.startswith("utf")
    signs = [SIGNS[one.state] for one in standings]
    return Text.assemble(*((sign[plain], sign[2]) for sign in signs))


def _explain(standings: list[Standing], console: Console) -> None:
    """What the signs mean, of those that are there; and where the points come from."""
    plain = not console.encoding.startswith("utf")
    states = {one.state for one in standings}
    signs = [f"{SIGNS[state][plain]} {state}" for state in SIGNS if state in states]
    console.print("   ".join(signs), markup=False, highlight=False)
    console.print(
        "The points are those of the checks as they last ran in your notebooks. "
        "`gancourse progress 02` shows one lesson.",
        markup=False,
        highlight=False,
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
