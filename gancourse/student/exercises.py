"""Where a student stands with each exercise, from the notebook's file alone: nothing is run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nbformat import NotebookNode

from gancourse.grading.cells import answers_of, clean, kind_of, name_asked
from gancourse.grading.repair import rebuild

VERDICT = "application/vnd.gancourse.verdict+json"
"""Under which type the output of a check holds its verdict: `graders.core.show.data`."""


class State(StrEnum):
    """How far an exercise has come."""

    OPEN = "open"
    UNCHECKED = "not checked yet"
    CHANGED = "changed since its check"
    FAILED = "not right yet"
    PASSED = "passed"
    BY_HAND = "for your teacher"


@dataclass(frozen=True)
class Exercise:
    """An exercise, as the release has it.

    Attributes:
        number: Its number in the lessons, ``2.3``.
        name: What is to be written, as ``Generator``; else the grade id of the answer's cell.
        points: What it brings; 0 in an optional lesson.
        answer: The id of the answer's cell.
        check: The id of the check's cell; None where a person marks the answer.
    """

    number: str
    name: str
    points: float
    answer: str
    check: str | None


@dataclass(frozen=True)
class Standing:
    """How far a student has come with an exercise.

    Attributes:
        share: What its check says it earns already, from 0 to 1; 0 where no check has seen it.
    """

    exercise: Exercise
    state: State
    share: float = 0.0

    @property
    def earned(self) -> float:
        return self.share * self.exercise.points


def exercises(released: NotebookNode) -> list[Exercise]:
    """The exercises of a lesson, in order."""
    cells = {cell.id: cell for cell in released.cells}
    found = []
    for before, cell in zip(released.cells, released.cells[1:], strict=False):
        if kind_of(cell) == "answer":
            heading = re.search(r"^#+ .*?(\d+\.\d+)", before.source, flags=re.MULTILINE)
            said = cell.metadata.nbgrader
            check = cells.get(f"check-{cell.id}")
            graded = said if check is None else check.metadata.get("nbgrader", {})
            found.append(
                Exercise(
                    number=heading[1] if heading else "",
                    name=name_asked(cell) or said.grade_id,
                    points=graded.get("points", 0),
                    answer=cell.id,
                    check=check and check.id,
                )
            )
    return found


def standings(released: NotebookNode, nb: NotebookNode) -> list[Standing]:
    """Where a student stands with each exercise of a lesson.

    Args:
        released: The lesson as it is given out.
        nb: The student's notebook; it may lack anything that a notebook should have.
    """
    originals = {cell.id: cell for cell in released.cells}
    answers = {cell.id: clean(cell) for cell in rebuild(released, nb)[0].cells}
    sources = [clean(cell) for cell in nb.cells if isinstance(cell, dict)]
    digests = {_digest(cell.source) for cell in sources}
    found = []
    for exercise in exercises(released):
        answered = answers_of(originals[exercise.answer], [answers[exercise.answer]])
        if not answered:
            found.append(Standing(exercise, State.OPEN))
        elif exercise.check is None:
            found.append(Standing(exercise, State.BY_HAND))
        else:
            verdict = _verdict(nb.cells, exercise.check)
            found.append(Standing(exercise, *_judged(verdict, digests)))
    return found


def _judged(verdict: dict[str, Any] | None, digests: set[str]) -> tuple[State, float]:
    """What a check's verdict says of an answer whose text stands in the notebook now."""
    if verdict is None:
        return State.UNCHECKED, 0.0
    if "answer" in verdict and verdict["answer"] not in digests:
        return State.CHANGED, 0.0
    if verdict.get("passed") is True:
        return State.PASSED, 1.0
    if verdict.get("attempted") is False:  # of the stub that stood here before
        return State.CHANGED, 0.0
    earned = verdict.get("earned")
    if not isinstance(earned, int | float) or not 0 <= earned <= 1:
        earned = 0.0
    return State.FAILED, float(earned)


def _digest(source: str) -> str:
    """As `graders.core.cells.digest`, which loads PyTorch: that takes seconds."""
    return hashlib.sha256(source.strip().encode(errors="surrogateescape")).hexdigest()[:16]


def _verdict(cells: Iterable[Any], check: str) -> dict[str, Any] | None:
    """The verdict that is stored with a check's cell; None if there is none."""
    for cell in reversed([cell for cell in cells if isinstance(cell, dict)]):
        named = clean(cell)
        if check not in (named.id, str(named.nbgrader.get("grade_id", "")).replace("_", "-")):
            continue
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            if verdict := _stored(output):
                return verdict
    return None


def _stored(output: Any) -> dict[str, Any] | None:
    """The verdict in one output: as data, or as the text that older checks printed."""
    if not isinstance(output, dict):
        return None
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    if isinstance(verdict := data.get(VERDICT), dict):
        return verdict
    text = data.get("text/plain", output.get("text", ""))
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    if re.match(r"\w+: (?:all \d+ checks|the check) passed\.", text):
        return {"passed": True}
    if re.match(r"\w+: check \d+ of \d+ failed\b", text):
        earned = re.search(r"^  earned +(\d+)%", text, flags=re.MULTILINE)
        return {"passed": False, "earned": int(earned[1]) / 100 if earned else 0}
    return None
