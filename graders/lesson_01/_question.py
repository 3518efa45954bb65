"""A multiple choice: a function that returns one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Finding, Given, Seen
from graders.core.check import Item, See
from graders.core.errors import NO_QUOTES
from graders.core.values import Other, name_of
from graders.instruments.calls import Call, exercise


@dataclass
class Choice(Call):
    """One letter, as returned by a function without arguments.

    Attributes:
        call: The call of that function.
        right: The right letter.
        wrong: For each other letter, what speaks against it.
    """

    call: str
    right: str
    wrong: Mapping[str, str]

    title = "the answer"
    causes = NO_QUOTES

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        letter = seen["result"]
        letters = sorted([self.right, *self.wrong])
        cleaned = letter.strip().strip("().").lower() if isinstance(letter, str) else letter
        if cleaned == self.right:
            return None
        if isinstance(letter, Other) or cleaned not in letters:
            return Finding(
                f"one letter in quotes, {letters[0]!r} to {letters[-1]!r}",
                name_of(letter),
                _cause_of(letter, letters),
            )
        return Finding("another letter", f"{cleaned!r}", self.wrong[cleaned])


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


def question(name: str, number: str, right: str, wrong: Mapping[str, str], see: See = ()) -> Item:
    """A multiple choice with one right letter, and what speaks against each other one.

    Where the lesson speaks of that, ``see`` says; see `Item`.
    """
    choice = Choice(f"{name}()", right, wrong)
    return exercise(number, f"{name}()", choice, parameters=False, see=see)
