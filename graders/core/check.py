"""A graded item, and the check of an answer to it.

A check has two halves. *Observe* runs where the student's code lives: it calls the student's
object on given inputs and returns plain values. *Judge* is a pure function of those values and of
the inputs: it knows what is right and words the verdict. A notebook runs both at once; nothing
but plain values passes between them, so they can also run in two processes.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from graders.core import message
from graders.core.aspect import Aspect, Finding, Given, Known, Place, Seen
from graders.core.bytecode import DROPPED, STRONG, WEAK, Reads, dropped_result, left_blank
from graders.core.cells import answer_digest, from_before
from graders.core.errors import LeftBlank, Raised, described
from graders.core.failures import CheckFailed, NotAttempted
from graders.core.ground import set_seeds, standing_in, undisturbed
from graders.core.show import show
from graders.core.values import MOST_VALUES, is_small
from graders.core.verdict import Outcome, Verdict

NOT_COMPARED = Finding("what the exercise describes", "something that cannot be compared")

See = tuple[tuple[str, str], ...]
"""Words of causes, each with the place that uses it too: "hint 1", or a `Place` of the lesson. The
first word that stands in the cause counts."""


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
        see: Where the lesson speaks of a cause, by a word of the cause.
        graded: Whether it brings points. In an optional lesson nothing does.
    """

    name: str
    exercise: str
    signature: str
    aspects: tuple[Aspect, ...]
    stand_ins: Mapping[str, Any] = field(default_factory=dict)
    see: See = ()
    graded: bool = True

    def __call__(self, answer: Any) -> None:
        """Check ``answer``; say in one line when all is right.

        Raises:
            NotAttempted: The stub is still there.
            CheckFailed: Something is wrong; the message says what, and the likely cause.
        """
        verdict = self.verdict(answer)
        if note := from_before(self.name, answer):
            verdict = _noting(verdict, note)
        else:
            verdict = replace(verdict, cell=answer_digest(self.name, answer))
        if verdict.passed:
            show(verdict)
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

        torch's random numbers start anew, where those of the check started: what the call draws is
        what it drew.

        Args:
            number: The check's number in the message, counted from 1.

        Returns:
            The one value, or a tuple of values.
        """
        given = self.given(0)[number - 1]
        with undisturbed():
            set_seeds(self._aspect_seed(0, number - 1))
            values = self.aspects[number - 1].example(given)
            state = torch.get_rng_state()
        torch.set_rng_state(state)
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
        with standing_in(answer, self.stand_ins):
            blank, reads = _read(answer)
            if blank:
                return [Raised(blank, LeftBlank.__name__, in_answer=True)] * len(self.aspects)
            for number, (aspect, inputs) in enumerate(zip(self.aspects, given, strict=True)):
                with undisturbed():  # also by what the answer did to torch in the aspect before
                    set_seeds(self._aspect_seed(seed, number))
                    taken = Reads(dropped=reads.dropped) if aspect.rule else reads
                    seen.append(self._seen(aspect, answer, inputs, taken))
        return seen

    @staticmethod
    def _seen(aspect: Aspect, answer: Any, inputs: Given, reads: Reads) -> Seen | Raised:
        try:
            return aspect.observe(answer, inputs) | reads.sentences()
        except KeyboardInterrupt:
            raise  # somebody's Stop button, or a time-out
        except BaseException as error:
            return described(error, answer, aspect.causes, reads)

    def judge(self, observations: list[Seen | Raised], given: list[Given]) -> Verdict:
        """Judge observations, without the answer; ``given`` as it was before observing."""
        with undisturbed():
            seen = zip(self.aspects, observations, given, strict=True)
            outcomes = tuple(self._outcome(*observed) for observed in seen)
            return Verdict(self.name, self.exercise, outcomes, graded=self.graded)

    def _outcome(self, aspect: Aspect, seen: Seen | Raised, given: Given) -> Outcome:
        if isinstance(seen, Raised) and (found := seen.left_blank):
            return Outcome(aspect, Finding("an answer", found), attempted=False)
        try:
            finding = self._finding(aspect, seen, given)
        except Exception:
            # Students return the strangest things. What a judge cannot read earns no points, and
            # a stack trace of the check would teach nothing.
            finding = NOT_COMPARED
        return Outcome(aspect, finding)

    def _finding(self, aspect: Aspect, seen: Seen | Raised, given: Given) -> Finding | None:
        if isinstance(seen, Raised):
            finding: Finding | None = Finding("no error", seen.text, seen.likely(self.signature))
        elif not isinstance(seen, dict):  # what could not be sent
            return NOT_COMPARED
        elif not is_small(seen):
            got = (
                f"more than {MOST_VALUES:,} values, very large ones, or tensors on 'meta': "
                "too much to look through"
            )
            finding = replace(NOT_COMPARED, got=got)
        else:
            finding = aspect.judge(seen, given)
            finding = finding and _with_reads(finding, seen)
        if finding is None:
            return None
        return self._pointing(finding) if finding.is_words else NOT_COMPARED

    def _pointing(self, finding: Finding) -> Finding:
        """The finding with the place in the lesson that speaks of its cause."""
        if finding.see:
            return finding
        cause = (finding.likely or "").lower()
        places = (place for word, place in self.see if word.lower() in cause)
        place = next(places, "") if cause else "hint 2"
        if isinstance(place, Place):
            return replace(finding, see=Place(f'section "{place}"', place.cell))
        prompt = message.exercise(self.name, self.exercise)
        return replace(finding, see=Place(f"{prompt}, {place}" if place else prompt, prompt.cell))

    def _aspect_seed(self, seed: int, number: int) -> int:
        return zlib.crc32(f"{self.name}/{number}/{seed}".encode())


def _noting(verdict: Verdict, note: str) -> Verdict:
    """The verdict with another cause of its first failure: the answer itself is out of date."""
    verdict = replace(verdict, note=note)
    if verdict.passed:
        return verdict
    number, first = verdict.first_failure
    finding = replace(first.finding or Finding("", ""), likely=note)
    if not first.attempted:
        finding = replace(finding, got=note)
    outcomes = list(verdict.outcomes)
    outcomes[number - 1] = replace(first, finding=finding)
    return replace(verdict, outcomes=tuple(outcomes))


def _read(answer: Any) -> tuple[str | None, Reads]:
    """What of an answer was left blank, and what it reads; nothing of one that hides its code."""
    try:
        return left_blank(answer), Reads.of(answer)
    except Exception:
        return None, Reads()


def _with_reads(finding: Finding, seen: Seen) -> Finding:
    """The finding, with the variables of the notebook that explain it better than its own cause."""
    strong, weak, dropped = seen.get(STRONG), seen.get(WEAK), seen.get(DROPPED)
    if isinstance(finding.likely, Known):
        return finding
    text = f"{finding.expected} {finding.got} {finding.likely}"
    if sentence := dropped_result(dropped, text):
        return replace(finding, likely=sentence)
    if isinstance(strong, str):
        return replace(finding, likely=strong)
    if isinstance(weak, str) and not finding.likely:
        return replace(finding, likely=weak)
    return finding
