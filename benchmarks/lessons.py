"""Count what a lesson asks of its reader: words, lines of code, gaps, minutes.

Counted is the main way. What is folded, for the curious, is counted apart: text in ``<details>``,
and all cells under a heading that JupyterLab folds. An exercise's four cells (prompt, answer,
check, look) take the minutes that its prompt states. Everything else is read at 150 words a minute;
a code cell takes a minute; a cell that trains says for how long in its first line, which is added.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from benchmarks.pages import markdown
from benchmarks.words import EFFORT, PROMPT, STATED, STATED_EXAMPLE, TRAINS
from gancourse.course.tidy import FOLDED, read

ROOT = Path(__file__).resolve().parents[1]
WORDS_A_MINUTE = 150
YOUR_TURN = "your-turn"
"""The tag of a cell, outside of exercises, that asks for a prediction, a bet or a change."""

DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One cell outside of exercises, or an exercise with its four cells."""

    cells: list[NotebookNode]
    exercise: bool
    folded: bool

    @property
    def source(self) -> str:
        return self.cells[0].source

    @property
    def code(self) -> bool:
        return self.cells[0].cell_type == "code"

    @property
    def words(self) -> int:
        """Words to read: an exercise's are in its minutes, those in ``<details>`` are folded."""
        return 0 if self.exercise or self.code else len(DETAILS.sub("", self.source).split())

    @property
    def folded_words(self) -> int:
        """Words in ``<details>``, the hints of exercises aside."""
        if self.exercise or self.code:
            return 0
        return len(self.source.split()) - self.words

    @property
    def minutes(self) -> float:
        """Minutes for one who reads it, runs it, or solves it."""
        if self.exercise:
            found = EFFORT.search(self.source)
            return float(found["minutes"]) if found else 0.0
        if not self.code:
            return self.words / WORDS_A_MINUTE
        return 1 + training_seconds(self.source) / 60

    @property
    def something_to_do(self) -> bool:
        return self.exercise or YOUR_TURN in self.cells[0].metadata.get("tags", [])


def training_seconds(source: str) -> int:
    """How long a code cell says that it trains, in its first line; 0 if it does not."""
    found = TRAINS.match(source)
    return int(found[1]) if found else 0


def parts(nb: NotebookNode) -> list[Part]:
    """Divide a lesson; a heading that is folded folds what follows, up to the next of its rank."""
    found: list[Part] = []
    rank, left = 0, 0  # the rank of the heading that folds; cells left of an exercise
    for number, cell in enumerate(nb.cells):
        if left:
            left -= 1
            continue
        heading = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
        if heading and len(heading[1]) <= rank:
            rank = 0
        if heading and not rank and cell.metadata.get(FOLDED):
            rank = len(heading[1])
        exercise = bool(PROMPT.match(cell.source)) and cell.cell_type == "markdown"
        if exercise:
            free = nb.cells[number + 1].cell_type == "markdown"
            left = 1 if free else 3
        found.append(Part(nb.cells[number : number + 1 + left], exercise, bool(rank)))
    return found


@dataclass(frozen=True)
class Effort:
    """What a lesson asks for."""

    words: int
    folded_words: int
    code_lines: int
    exercises: int
    turns: int
    longest: int
    minutes: float
    folded_minutes: float
    stated: tuple[int, int]


def effort(nb: NotebookNode) -> Effort:
    """Add up a lesson.

    Raises:
        ValueError: the title does not state the time in the form that is asked for.
    """
    all_parts = parts(nb)
    main = [part for part in all_parts if not part.folded]
    folded = [part for part in all_parts if part.folded]
    found = STATED.search(nb.cells[0].source)
    if not found:
        raise ValueError(f"The title says nothing like {STATED_EXAMPLE!r}")
    code = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    in_details = sum(part.folded_words for part in all_parts)
    return Effort(
        words=sum(part.words for part in main),
        folded_words=sum(part.words for part in folded) + in_details,
        code_lines=sum(bool(line.strip()) for line in code.splitlines()),
        exercises=sum(part.exercise for part in main),
        turns=sum(part.something_to_do for part in main),
        longest=max(stretches(main)),
        minutes=sum(part.minutes for part in main),
        folded_minutes=sum(part.minutes for part in folded) + in_details / WORDS_A_MINUTE,
        stated=(int(found[1]), int(found[2] or 0)),
    )


def stretches(main: list[Part]) -> Iterator[int]:
    """The words between one thing to do and the next, and after the last."""
    words = 0
    for part in main:
        words += part.words
        if part.something_to_do:
            yield words
            words = 0
    yield words


def lessons_table(root: Path = ROOT) -> str:
    """One row for each lesson."""
    rows = []
    for path in sorted((root / "solutions").glob("*/*.ipynb")):
        one = effort(read(path))
        rows.append(
            [
                path.stem[:2],
                f"{one.words:,}",
                f"{one.folded_words:,}",
                str(one.code_lines),
                str(one.exercises),
                str(one.turns),
                str(one.longest),
                f"{one.stated[0]} + {one.stated[1]}",
                f"{one.minutes:.0f} + {one.folded_minutes:.0f}",
            ]
        )
    return markdown(
        [
            "lesson",
            "words",
            "folded",
            "lines of code",
            "exercises",
            "things to do",
            "most words without",
            "stated min",
            "computed min",
        ],
        rows,
    )


if __name__ == "__main__":
    try:
        print(lessons_table())
    except ValueError as error:
        sys.exit(str(error))
