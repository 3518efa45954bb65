"""A graded item, and the check of an answer to it.

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
from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.errors import Raised, described
from graders.core.failures import CheckFailed, NotAttempted
from graders.core.ground import set_seeds, standing_in, undisturbed
from graders.core.verdict import Outcome, Verdict

NOT_COMPARED = Finding("what the exercise describes", "something that cannot be compared")


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
                    seen.append(described(error, answer, aspect.causes))
        return seen

    def judge(self, observations: list[Seen | Raised], given: list[Given]) -> Verdict:
        """Judge observations, without the answer; ``given`` as it was before observing."""
        with undisturbed():
            seen = zip(self.aspects, observations, given, strict=True)
            outcomes = tuple(self._outcome(*observed) for observed in seen)
            return Verdict(self.name, self.exercise, outcomes)

    def _outcome(self, aspect: Aspect, seen: Seen | Raised, given: Given) -> Outcome:
        attempted = not (isinstance(seen, Raised) and seen.is_stub)
        try:
            finding = self._finding(aspect, seen, given)
        except Exception:
            # Students return the strangest things. What a judge cannot read earns no points, and
            # a stack trace of the check would teach nothing.
            finding = NOT_COMPARED
        return Outcome(aspect, finding, attempted)

    def _finding(self, aspect: Aspect, seen: Seen | Raised, given: Given) -> Finding | None:
        if isinstance(seen, Raised):
            finding: Finding | None = Finding("no error", seen.text, seen.likely(self.signature))
        elif isinstance(seen, dict):
            finding = aspect.judge(seen, given)
        else:  # what could not be sent
            return NOT_COMPARED
        return finding if finding is None or finding.is_words else NOT_COMPARED

    def _aspect_seed(self, seed: int, number: int) -> int:
        return zlib.crc32(f"{self.name}/{number}/{seed}".encode())
