"""What came of one submission, and how those who wait are told: nothing is printed here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from gancourse.errors import CourseError

GRADED = "graded"
BY_HAND = "needs manual grading"
NOTHING = "nothing handed in"
FAILED = "not graded"


@dataclass(frozen=True)
class Item:
    """One graded cell of one submission.

    Attributes:
        points: What it earned, by the check or from a person's hand.
        max_points: What it can earn.
        by_hand: Whether it still waits for a person.
        message: What the check said, or why it said nothing; empty where it was not asked.
        aspects: For a check that failed, what it looked at: titles, and whether each passed.
    """

    points: float
    max_points: float
    by_hand: bool
    message: str = ""
    aspects: tuple[dict[str, Any], ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it has less than its full points, and nobody has to look at it."""
        return not self.by_hand and self.points != self.max_points


def status_of(items: Mapping[str, Item]) -> str:
    """How far a submission is that was marked: done, or waiting for a person."""
    return BY_HAND if any(item.by_hand for item in items.values()) else GRADED


@dataclass(frozen=True)
class Result:
    """One submission of one lesson, graded or not.

    Attributes:
        student: The name of the student's folder; empty for a notebook of nobody's.
        lesson: The lesson's name.
        status: ``graded``, ``needs manual grading``, ``nothing handed in`` or ``not graded``.
        remarks: What was repaired, stopped or went wrong: plain sentences.
        seconds: How long it ran; 0 if it had been graded before and has not changed.
        items: The graded cells by grade id; empty if nothing was graded.
        isolation: How the student's code was sealed off: ``strong`` or ``weak``; empty if not run.
        penalty: What was taken off for being late: points.
        notices: Facts for the teacher alone, see `gancourse.grading.notices`.
        shortfall: What isolation lacked: a sentence, or nothing.
        seconds_late: How long after its date it was handed in; 0 if it was in time.
    """

    student: str
    lesson: str
    status: str
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    items: dict[str, Item] = field(default_factory=dict)
    isolation: str = ""
    penalty: float = 0.0
    notices: tuple[str, ...] = ()
    shortfall: str = ""
    seconds_late: float = 0.0

    @property
    def points(self) -> float:
        """What all items earned, less the penalty for being late."""
        return max(0.0, sum(item.points for item in self.items.values()) - self.penalty)

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items.values())

    @property
    def passed(self) -> bool:
        """Whether every check earned its full points."""
        return not any(item.failed for item in self.items.values())


class Unfinished(CourseError):
    """Something could not be written; the rest was done.

    Attributes:
        results: What came of each submission.
    """

    def __init__(self, why: str, results: list[Result]) -> None:
        super().__init__(why)
        self.results = results


Done = Callable[[Result | None], None]
"""Called when one of many is done, with its result if it has one."""

Bar = Callable[[str, int], AbstractContextManager[Done]]
"""Shows how far work is that takes long: called with what is done and with how many there are."""


@contextlib.contextmanager
def no_bar(what: str, total: int) -> Iterator[Done]:
    """A `Bar` that shows nothing."""
    yield lambda _: None
