"""The outcome for an item, and for each of its aspects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Aspect, Finding


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
    """

    item: str
    exercise: str
    outcomes: tuple[Outcome, ...]

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

        All aspects but the rules earn equal shares. A broken rule costs one part in as many as
        there are aspects, rules and all.
        """
        if not self.attempted:
            return 0.0
        earning = [outcome.passed for outcome in self.outcomes if not outcome.aspect.rule]
        broken = sum(not outcome.passed for outcome in self.outcomes if outcome.aspect.rule)
        return max(0.0, sum(earning) / len(earning) - broken / len(self.outcomes))

    def data(self) -> dict[str, Any]:
        """The verdict as plain data that JSON can hold."""
        return {
            "item": self.item,
            "earned": self.earned,
            "aspects": [
                {"title": outcome.aspect.title, "passed": outcome.passed}
                for outcome in self.outcomes
            ],
        }
