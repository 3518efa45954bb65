"""What came of one submission, and how those who wait are told: nothing is printed here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any

GRADED = "graded"
BY_HAND = "needs manual grading"
NOTHING = "nothing handed in"
FAILED = "not graded"


@dataclass(frozen=True)
class Item:
    """One graded cell of one submission."""

    points: float
    max_points: float
    by_hand: bool


@dataclass(frozen=True)
class Result:
    """One submission of one lesson, graded or not.

    Attributes:
        student: The name of the student's folder.
        lesson: The lesson's name.
        status: ``graded``, ``needs manual grading``, ``nothing handed in`` or ``not graded``.
        remarks: What was repaired, stopped or went wrong: plain sentences.
        seconds: How long it ran; 0 if it had been graded before and has not changed.
        items: The graded cells by grade id; empty if nothing was graded.
        isolation: How the student's code was sealed off: ``strong`` or ``weak``; empty if not run.
    """

    student: str
    lesson: str
    status: str
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    items: dict[str, Item] = field(default_factory=dict)
    isolation: str = ""

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items.values())

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items.values())

    def data(self) -> dict[str, Any]:
        """The same as plain data that JSON can hold."""
        return asdict(self) | {"points": self.points, "max_points": self.max_points}


Done = Callable[[Result | None], None]
"""Called when one of many is done, with its result if it has one."""

Bar = Callable[[str, int], AbstractContextManager[Done]]
"""Shows how far work is that takes long: called with what is done and with how many there are."""


@contextlib.contextmanager
def no_bar(what: str, total: int) -> Iterator[Done]:
    """A `Bar` that shows nothing."""
    yield lambda _: None
