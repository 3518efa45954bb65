"""A multiple choice: a function that returns one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.errors import NO_QUOTES
from graders.core.values import Other, name_of, plain


@dataclass
class Choice(Aspect):
    """One letter, as returned by a function without arguments.

    Attributes:
        name: The function's name.
        right: The right letter.
        wrong: For each other letter, what speaks against it.
    """

    name: str
    right: str
    wrong: Mapping[str, str]

    title = "the answer"
    causes = NO_QUOTES

    @property
    def call(self) -> str:
        return f"{self.name}()"

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"letter": plain(answer())}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        letter = seen["letter"]
        letters = sorted([self.right, *self.wrong])
        cleaned = letter.strip().strip("().").lower() if isinstance(letter, str) else letter
        if cleaned == self.right:
            return None
        if isinstance(letter, Other) or cleaned not in letters:
            likely = None
            if letter is None:
                likely = "a forgotten return, or print in its place"
            elif isinstance(letter, int | float):
                likely = "the answers are named by letters: return one of them, in quotes"
            elif isinstance(letter, list):
                likely = "one letter is asked for, without a list or tuple around it"
            elif isinstance(letter, str) and len(set(cleaned) & {*letters}) > 1:
                likely = "one answer is right: return its letter alone"
            elif isinstance(letter, str):
                likely = "the answer's letter alone is asked for"
            return Finding(
                f"one letter in quotes, {letters[0]!r} to {letters[-1]!r}", name_of(letter), likely
            )
        return Finding("another letter", f"{cleaned!r}", self.wrong[cleaned])


def question(name: str, exercise: str, right: str, wrong: Mapping[str, str]) -> Item:
    return Item(name, exercise, f"{name}()", (Choice(name, right, wrong),))
