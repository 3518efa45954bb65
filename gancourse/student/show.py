"""Shows progress: the command and the cell of lesson 00 call this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gancourse.errors import CourseError
from gancourse.student.exercises import Standing
from gancourse.student.lessons import find_lessons
from gancourse.student.notebooks import student_folder
from gancourse.student.progress import Progress, progress
from gancourse.text import printable

NOWHERE = (
    "There are no lessons here: progress is read from the notebooks' files. On Colab and Kaggle "
    "they do not lie beside this page. On a computer of your own, `gancourse start` makes a folder "
    "with all lessons."
)

SIGNS = {
    "passed": ("✓", "+", "green"),
    "not right yet": ("✗", "x", "red"),
    "not checked yet": ("?", "?", "yellow"),
    "changed since its check": ("?", "?", "yellow"),
    "for your teacher": ("✎", "t", "cyan"),
    "open": ("○", ".", "dim"),
}
"""How each state of an exercise is drawn: a sign, one of ASCII for old terminals, and a colour."""


def show_progress(lessons: Iterable[str] = (), folder: Path | None = None) -> None:
    """Show how far a student has come, as text in a terminal and as a page in a notebook.

    Args:
        lessons: Names or numbers of lessons, each shown by its exercises. If none, all of them, a
            line each.
        folder: The folder with the lessons; looked for from the current one if None.

    Raises:
        CourseError: There is no such lesson, or no such folder.
    """
    wanted = list(lessons)
    names = find_lessons(wanted)
    console = Console()
    if folder and not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    folder = folder or student_folder(Path.cwd())
    if folder is None:
        console.print(NOWHERE, markup=False)
        return
    found = progress(folder, names)
    if wanted:
        for one in found:
            _print_exercises(one, console)
    else:
        _print_lessons(found, console)
    for one in found:
        if one.note:
            console.print(printable(f"{one.lesson}: {one.note}"), markup=False, style="yellow")


def _print_lessons(found: Sequence[Progress], console: Console) -> None:
    """One line a lesson, and the sums."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("lesson", "exercises"):
        table.add_column(column, no_wrap=True)
    for column in ("passed", "points"):
        table.add_column(column, justify="right", no_wrap=True)
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


def _bar(standings: Iterable[Standing], console: Console) -> Text:
    plain = not console.encoding.startswith("utf")
    signs = [SIGNS[one.state] for one in standings]
    return Text.assemble(*((sign[plain], sign[2]) for sign in signs))


def _explain(standings: Sequence[Standing], console: Console) -> None:
    """What the signs mean, of those that are there; and where the points come from."""
    plain = not console.encoding.startswith("utf")
    states = {one.state for one in standings}
    signs = [f"{SIGNS[state][plain]} {state}" for state in SIGNS if state in states]
    console.print("   ".join(signs), markup=False, highlight=False)
    console.print(
        "The points are what the checks said when they last ran in your notebooks. "
        "`gancourse progress 02` shows one lesson.",
        markup=False,
        highlight=False,
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
