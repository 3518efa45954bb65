"""Shows progress: the command and the cell of lesson 00 call this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console, Group
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

WHENCE = "The points are what the checks said when they last ran."
ONE_LESSON = "In a terminal, `gancourse progress 02` shows one lesson."

SIGNS = {
    "passed": ("✓", "+", "#009E73"),
    "not right yet": ("✗", "x", "#D55E00"),
    "not checked yet": ("?", "?", "bold"),
    "changed since its check": ("?", "?", "bold"),
    "for your teacher": ("✎", "t", "#0072B2"),
    "open": ("○", ".", "#7F7F7F"),
}
"""How each state of an exercise is drawn: a sign, one of ASCII for old terminals, and a style.

The colours can be told from white and from black; the signs say what they say.
"""


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
        console.print(NOWHERE, markup=False, highlight=False)
        return
    plain = not console.encoding.startswith("utf")
    found = progress(folder, names)
    shown = [_exercises(one, plain) for one in found] if wanted else [_lessons(found, plain)]
    notes = [printable(f"{one.lesson}: {one.note}") for one in found if one.note]
    # One renderable: a notebook puts much space between two.
    lines = [*notes, WHENCE, *([] if wanted else [ONE_LESSON])]
    console.print(Group(*shown, *map(Text, lines)), highlight=False)


def _lessons(found: Sequence[Progress], plain: bool) -> Group:
    """One line a lesson, the sums, and what the signs mean."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("lesson", "exercises"):
        table.add_column(column, no_wrap=True)
    for column in ("passed", "points"):
        table.add_column(column, justify="right", no_wrap=True)
    for one in found:
        passed = f"{one.passed} of {len(one.standings)}" if one.begun else "not begun"
        if one.note and not one.begun:
            passed = "not readable"
        points = f"{_number(one.earned)} of {_number(one.points)}" if one.points else "no points"
        table.add_row(one.lesson, _bar(one.standings, plain), passed, points)
    every = [standing for one in found for standing in one.standings]
    passed_all = f"{sum(one.passed for one in found)} of {len(every)}"
    earned, points_all = sum(one.earned for one in found), sum(one.points for one in found)
    table.add_section()
    table.add_row("", "", passed_all, f"{_number(earned)} of {_number(points_all)}")
    states = {one.state for one in every}
    signs = "   ".join(f"{SIGNS[state][plain]} {state}" for state in SIGNS if state in states)
    return Group(table, Text(f"{signs}\n"))


def _exercises(one: Progress, plain: bool) -> Table:
    """One line an exercise."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=one.lesson, title_justify="left")
    for column in ("", "exercise", "", "points"):
        table.add_column(column, justify="right" if column == "points" else "left", no_wrap=True)
    for standing in one.standings:
        exercise = standing.exercise
        points = f"{_number(standing.earned)} of {_number(exercise.points)}"
        table.add_row(
            _bar([standing], plain),
            f"{exercise.number} {exercise.name}",
            str(standing.state),
            points if exercise.points else "no points",
        )
    return table


def _bar(standings: Iterable[Standing], plain: bool) -> Text:
    signs = [SIGNS[one.state] for one in standings]
    return Text.assemble(*((sign[plain], sign[2]) for sign in signs))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
