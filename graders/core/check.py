"""The parts of a check: aspects that observe an answer and judge what was seen.

A check has two halves. *Observe* runs where the student's code lives: it calls the student's
object on given inputs and returns plain values. *Judge* is a pure function of those values and of
the inputs: it knows what is right and words the verdict. A notebook runs both at once; nothing
but plain values passes between them, so they can also run in two processes.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from graders.core import message
from graders.core.errors import Raised, describe_error
from graders.core.failures import CheckFailed, NotAttempted
from graders.core.ground import set_seeds, standing_in, undisturbed


@dataclass(frozen=True)
class Finding:
    """What a judge holds against an answer: one line each, in words.

    Attributes:
        expected: What a right answer gives, without the secret values themselves.
        got: What this answer gave.
        likely: The mistake that reproduces what was got, if a known one does.
    """

    expected: str
    got: str
    likely: str | None = None


Given = dict[str, Any]

Seen = dict[str, Any]


class Aspect:
    """One thing that a check looks at. Subclasses say what is given, observed and judged.

    Attributes:
        title: What is looked at, in a few words, e.g. "values are standard normal".
        call: The call that is observed; pasted into a cell it runs.
        names: The names in ``call`` that ``example`` makes.
        rule: Whether the aspect only says what an answer must leave alone, or how it is called.
            An answer that does nothing keeps all rules, so keeping one earns nothing; breaking
            one costs points.
    """

    title: str
    call: str
    names: tuple[str, ...] = ()
    rule: bool = False

    @property
    def chance(self) -> float:
        """The chance that the aspect refuses right work because of what it draws, at most.

        Where an aspect sees what an answer draws itself, the class that has the judge says so: with
        0.0 if no draw decides, otherwise with the bound, computed from the sizes that it uses.
        """
        return 0.0

    def given(self, rng: torch.Generator) -> Given:
        """Draw the inputs of this aspect from ``rng``; the same for observe and judge."""
        return {}

    def example(self, given: Given) -> tuple[Any, ...]:
        """The values for ``names``, made from ``given`` as the check makes them."""
        return ()

    def observe(self, answer: Any, given: Given) -> Seen:
        """Call the student's object and return plain values (see ``graders.core.values``)."""
        raise NotImplementedError

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        """Return what is wrong with the observed values, or None when all is right."""
        raise NotImplementedError


@dataclass(frozen=True)
class Outcome:
    """The verdict on one aspect: passed, wrong (with a finding) or not attempted."""

    aspect: Aspect
    finding: Finding | None = None
    attempted: bool = True

    @property
    def passed(self) -> bool:
        return self.attempted and self.finding is None


@dataclass(frozen=True)
class Verdict:
    """What a check found: an outcome for each aspect of the item, in their order."""

    item: Item
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
        return next((n, one) for n, one in enumerate(self.outcomes, 1) if not one.passed)

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
            "item": self.item.name,
            "earned": self.earned,
            "aspects": [
                {"title": outcome.aspect.title, "passed": outcome.passed}
                for outcome in self.outcomes
            ],
        }


@dataclass(frozen=True)
class Item:
    """A graded item: calling it checks an answer.

    Attributes:
        name: The name that the student defines, e.g. ``"get_noise"``.
        exercise: The number in the lessons, e.g. ``"2.3"``.
        signature: What the exercise asks for, as a student would write it.
        aspects: What is looked at, in the order in which it is reported.
        stand_ins: Earlier items of the same lesson that this one uses. The reference takes their
            place during the check, so that an early mistake costs its own points only.
    """

    name: str
    exercise: str
    signature: str
    aspects: tuple[Aspect, ...]
    stand_ins: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, answer: Any) -> None:
        """Check ``answer``; print one line when all is right.

        Raises:
            NotAttempted: The stub is still there.
            CheckFailed: Something is wrong; the message says what, and the likely cause.
        """
        verdict = self.verdict(answer)
        if verdict.passed:
            print(message.text(verdict))
        elif verdict.attempted:
            raise CheckFailed(verdict) from None
        else:
            raise NotAttempted(verdict) from None

    def verdict(self, answer: Any, seed: int = 0) -> Verdict:
        """Observe and judge ``answer`` at once, on the inputs drawn from ``seed``."""
        # Drawn twice: an answer may change what it is handed.
        return self.judge(self.observe(answer, self.given(seed), seed), self.given(seed))

    def example(self, number: int) -> Any:
        """What the names in a message's ``first`` row stand for: the inputs of one check.

        Args:
            number: The check's number in the message, counted from 1.

        Returns:
            The one value, or a tuple of values.
        """
        given = self.given(0)[number - 1]
        with undisturbed():
            values = self.aspects[number - 1].example(given)
        return values[0] if len(values) == 1 else values

    def given(self, seed: int) -> list[Given]:
        """The inputs of every aspect, drawn from ``seed`` and nothing else."""
        with undisturbed():
            return [
                aspect.given(torch.Generator().manual_seed(self._aspect_seed(seed, number)))
                for number, aspect in enumerate(self.aspects)
            ]

    def observe(self, answer: Any, given: list[Given], seed: int) -> list[Seen | Raised]:
        """Observe every aspect of ``answer``; an error in the student's code is a value too.

        Args:
            answer: The student's object.
            given: The inputs, from `given`.
            seed: For the random numbers that the answer itself draws.
        """
        seen: list[Seen | Raised] = []
        with undisturbed(), standing_in(answer, self.stand_ins):
            for number, (aspect, inputs) in enumerate(zip(self.aspects, given, strict=True)):
                set_seeds(self._aspect_seed(seed, number))
                try:
                    seen.append(aspect.observe(answer, inputs))
                except KeyboardInterrupt:
                    raise  # somebody's Stop button, or a time-out
                except BaseException as error:
                    seen.append(describe_error(error, answer))
        return seen

    def judge(self, observations: list[Seen | Raised], given: list[Given]) -> Verdict:
        """Judge observations, without the answer; ``given`` as it was before observing."""
        with undisturbed():
            seen = zip(self.aspects, observations, given, strict=True)
            return Verdict(self, tuple(self._outcome(*one) for one in seen))

    def _outcome(self, aspect: Aspect, seen: Seen | Raised, given: Given) -> Outcome:
        if isinstance(seen, Raised):
            finding = Finding("no error", seen.text, seen.likely(self.signature))
            return Outcome(aspect, finding, attempted=not seen.is_stub)
        try:
            return Outcome(aspect, aspect.judge(seen, given))
        except Exception:
            # Students return the strangest things. What a judge cannot read earns no points, and
            # a stack trace of the check would teach nothing.
            finding = Finding("what the exercise describes", "something that cannot be compared")
            return Outcome(aspect, finding)

    def _aspect_seed(self, seed: int, number: int) -> int:
        return zlib.crc32(f"{self.name}/{number}/{seed}".encode())
