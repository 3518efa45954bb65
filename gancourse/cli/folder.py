"""The commands for a student's folder: start, progress, submit."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from gancourse.cli.errors import plain_errors
from gancourse.cli.next_lines import next_lines
from gancourse.text import printable

Lessons = Annotated[
    list[str] | None,
    typer.Argument(
        help="Lessons, by name or by number: 02. All if none is named.", metavar="LESSON"
    ),
]
Folder = Annotated[
    Path | None, typer.Option(help="The folder with the lessons, if it is not this one.")
]


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
    from gancourse.student.notebooks import started_folder
    from gancourse.student.start import start

    with plain_errors(CourseError):
        folder = folder or started_folder(Path.cwd())
        for line in start(folder, find_lessons(lessons or ())):
            typer.echo(printable(line))
    typer.echo(next_lines(folder, "lab"))


def progress(lessons: Lessons = None, folder: Folder = None) -> None:
    """Show which exercises you have passed. Nothing is run: your notebooks' files say it."""
    from gancourse.errors import CourseError
    from gancourse.student.show import show_progress

    with plain_errors(CourseError):
        show_progress(lessons or (), folder)


def submit(
    lesson: Annotated[
        str,
        typer.Argument(
            help="The lesson, by name or by number: 02. Or a notebook's file.", metavar="LESSON"
        ),
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
