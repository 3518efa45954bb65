"""The outcome for an item, and for each of its aspects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Aspect, Finding

LONGEST_CAUSE = 300
"""Characters of a cause in the data: it may quote names of the student's code."""

MOST_BESIDE = 0.5
"""The largest share of the points for an answer that misses what the exercise is about."""


@dataclass(frozen=True)
class Outcome:
    """What came of one aspect: nothing against the answer, a finding, or the untouched stub."""

    aspect: Aspect
    finding: Finding | None = None
    attempted: bool = True

    @property
    def passed(self) -> bool:
        return self.finding is None


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Attributes:
        item: The item's name.
        exercise: Its number in the lessons.
        outcomes: One for each aspect of the item, in their order.
        all_or_nothing: Whether an answer earns nothing unless it passes every check.
        graded: Whether the item brings points.
        note: That what was checked is older than the last run of its cell: a sentence.
        cell: The digest of the cell that defined it, if that is known.
    """

    item: str
    exercise: str
    outcomes: tuple[Outcome, ...]
    all_or_nothing: bool = False
    graded: bool = True
    note: str | None = None
    cell: str | None = None

    @property
    def passed(self) -> bool:
        return all(outcome.passed for outcome in self.outcomes)

    @property
    def attempted(self) -> bool:
        """Whether the first thing to report is something else than the untouched stub."""
        return self.passed or self.first_failure[1].attempted

    @property
    def first_failure(self) -> tuple[int, Outcome]:
        """The first aspect that did not pass, with its number, counted from 1."""
        outcomes = enumerate(self.outcomes, 1)
        return next((number, outcome) for number, outcome in outcomes if not outcome.passed)

    @property
    def earned(self) -> float:
        """The share of the item's points that the answer earns, from 0 to 1.

        All aspects but the rules earn parts by their weights. A broken rule costs its weight in as
        many parts as all aspects weigh, rules and all. Who misses what the exercise is about earns
        `MOST_BESIDE` at most.
        """
        if not self.attempted or (self.all_or_nothing and not self.passed):
            return 0.0
        earning = [outcome for outcome in self.outcomes if not outcome.aspect.rule]
        kept = _weight(outcome for outcome in earning if outcome.passed) / _weight(earning)
        broken = [one for one in self.outcomes if one.aspect.rule and not one.passed]
        share = max(0.0, kept - _weight(broken) / _weight(self.outcomes))
        return min(share, MOST_BESIDE) if self.essentials_missed else share

    @property
    def essentials_missed(self) -> list[int]:
        """The numbers, from 1, of the aspects that failed and are what the exercise is about."""
        return [
            number
            for number, outcome in enumerate(self.outcomes, 1)
            if outcome.aspect.essential and not outcome.passed
        ]

    def data(self) -> dict[str, Any]:
        """The verdict as plain data that JSON can hold.

        ``causes`` has a dict for each check that an attempted answer failed: its number, counted
        from 1, the named cause, empty where none is known, and where the lesson speaks of it.
        """
        return {
            "item": self.item,
            "earned": self.earned,
            "attempted": self.attempted,
            "causes": [
                {
                    "check": number,
                    "cause": _plain(outcome.finding.likely or ""),
                    "see": _plain(outcome.finding.see or ""),
                }
                for number, outcome in enumerate(self.outcomes, 1)
                if outcome.finding and outcome.attempted
            ],
            "aspects": [
                {
                    "title": outcome.aspect.title,
                    "weight": outcome.aspect.weight,
                    "essential": outcome.aspect.essential,
                    "passed": outcome.passed,
                }
                for outcome in self.outcomes
            ],
        }


def _plain(text: str) -> str:
    """A text that can be printed and kept, of bounded length."""
    return "".join(one if one.isprintable() else " " for one in text[:LONGEST_CAUSE])


def _weight(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.aspect.weight for outcome in outcomes)
