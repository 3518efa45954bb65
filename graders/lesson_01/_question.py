"""A multiple choice: a function that returns one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Finding, Given, Seen
from graders.core.check import Item, See
from graders.core.errors import NO_QUOTES
from graders.core.values import name_of
from graders.instruments.calls import Call, exercise
from graders.instruments.letters import hashed

KEYS = {
    "batch_size_answer": "08192cbc7e4b",
    "training_split_answer": "bac291e0a78c",
}
"""The right letter of each question, hashed."""


@dataclass
class Choice(Call):
    """One letter, as returned by a function without arguments.

    Attributes:
        name: The function's name.
        objections: For each letter, what speaks against it. The right one has an objection too,
            which is never shown, so that this table does not tell which one is right.
    """

    name: str
    objections: Mapping[str, str]

    title = "the answer"
    causes = NO_QUOTES

    def __post_init__(self) -> None:
        self.call = f"{self.name}()"

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        letter, letters = seen["result"], sorted(self.objections)
        cleaned = letter.strip().strip("().").lower() if isinstance(letter, str) else None
        if cleaned is None or cleaned not in letters:
            return Finding(
                f"one letter in quotes, {letters[0]!r} to {letters[-1]!r}",
                name_of(letter),
                _cause_of(letter, letters),
            )
        if hashed(self.name, cleaned) == KEYS[self.name]:
            return None
        return Finding("another letter", f"{cleaned!r}", self.objections[cleaned])


def _cause_of(value: Any, letters: list[str]) -> str | None:
    """Why ``value`` is none of the letters."""
    if value is None:
        return "a forgotten return, or print in its place"
    if isinstance(value, int | float):
        return "the answers are named by letters: return one of them, in quotes"
    if isinstance(value, list):
        return "one letter is asked for, without a list or tuple around it"
    if not isinstance(value, str):
        return None
    if len(set(value.lower()) & {*letters}) > 1:
        return "one answer is right: return its letter alone"
    return "the answer's letter alone is asked for"


def question(name: str, number: str, objections: Mapping[str, str], see: See = ()) -> Item:
    """A multiple choice; its right letter stands in `KEYS`.

    Where the lesson speaks of the objections, ``see`` says; see `Item`.
    """
    choice = Choice(name, objections)
    return exercise(number, f"{name}()", choice, parameters=False, see=see)
