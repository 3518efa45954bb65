"""How far a student has come, lesson by lesson, from the notebooks' files: nothing is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gancourse.errors import CourseError
from gancourse.student.exercises import Standing, State, exercises, standings
from gancourse.student.lessons import released
from gancourse.student.notebooks import notebooks, read_notebook


@dataclass(frozen=True)
class Progress:
    """How far a student has come in one lesson.

    Attributes:
        begun: Whether something has been answered or run.
        note: Why nothing is known, or not all: a sentence; empty otherwise.
    """

    lesson: str
    standings: tuple[Standing, ...]
    begun: bool = False
    note: str = ""

    @property
    def passed(self) -> int:
        return sum(one.state is State.PASSED for one in self.standings)

    @property
    def earned(self) -> float:
        return sum(one.earned for one in self.standings)

    @property
    def points(self) -> float:
        """What the lesson's exercises bring; 0 for an optional lesson."""
        return sum(one.exercise.points for one in self.standings)


def progress(folder: Path, lessons: Sequence[str]) -> list[Progress]:
    """How far a student has come in some lessons.

    A notebook that cannot be read costs its own lesson only.
    """
    return [_progress(folder, lesson) for lesson in lessons]


def _progress(folder: Path, lesson: str) -> Progress:
    original = released(lesson)
    nothing = tuple(Standing(one, State.OPEN) for one in exercises(original))
    files = notebooks(folder, lesson)
    if not files:
        return Progress(lesson, nothing)
    try:
        nb, damage = read_notebook(files[-1])
    except CourseError as error:
        return Progress(lesson, nothing, note=str(error))
    except OSError as error:
        return Progress(lesson, nothing, note=f"{files[-1].name}: {error.strerror}.")
    found = tuple(standings(original, nb))
    run = any(isinstance(cell, dict) and cell.get("outputs") for cell in nb.cells)
    begun = run or any(one.state is not State.OPEN for one in found)
    return Progress(lesson, found, begun, " ".join(damage))
