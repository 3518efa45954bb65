"""The parts of a check: aspects that observe an answer and judge what was seen.

A check has two halves. *Observe* runs where the student's code lives: it calls the student's
object on given inputs and returns plain values. *Judge* is a pure function of those values and of
the inputs: it knows what is right and words the verdict. A notebook runs both at once; nothing
but plain values passes between them, so they can also run in two processes.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import random
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from graders import message
from graders.values import Raised, describe_error


class CheckFailed(AssertionError):
    """The answer was looked at and something is wrong with it; the text says what."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message alone, without a stack trace."""
        return str(self).splitlines()


class NotAttempted(Exception):
    """The answer cell still holds the stub that the course put there."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message alone, without a stack trace."""
        return str(self).splitlines()


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
        title: The rule in a few words, e.g. "values are standard normal".
        call: The call that is observed, as a student could type it.
    """

    title: str
    call: str

    def given(self, rng: torch.Generator) -> Given:
        """Draw the inputs of this aspect from ``rng``; the same for observe and judge."""
        return {}

    def observe(self, answer: Any, given: Given) -> Seen:
        """Call the student's object and return plain values (see ``graders.values``)."""
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
        seed = 0
        outcomes = self.judge(self.observe(answer, seed), seed)
        number, failed = next(
            ((n, o) for n, o in enumerate(outcomes, 1) if not o.passed), (0, None)
        )
        if failed is None:
            print(message.passed(self))
        elif not failed.attempted:
            raise NotAttempted(message.not_attempted(self)) from None
        else:
            raise CheckFailed(message.failed(self, number, failed)) from None

    def given(self, seed: int) -> list[Given]:
        """The inputs of every aspect, drawn from ``seed`` and nothing else."""
        return [
            aspect.given(torch.Generator().manual_seed(self._aspect_seed(seed, number)))
            for number, aspect in enumerate(self.aspects)
        ]

    def observe(self, answer: Any, seed: int) -> list[Seen | Raised]:
        """Observe every aspect of ``answer``; an error in the student's code is a value too."""
        seen: list[Seen | Raised] = []
        with _undisturbed(), _standing_in(answer, self.stand_ins):
            for number, (aspect, given) in enumerate(
                zip(self.aspects, self.given(seed), strict=True)
            ):
                torch.default_generator.manual_seed(self._aspect_seed(seed, number))
                try:
                    seen.append(aspect.observe(answer, given))
                except KeyboardInterrupt:
                    raise  # somebody's Stop button, or a time-out
                except BaseException as error:
                    seen.append(describe_error(error, answer))
        return seen

    def judge(self, observations: list[Seen | Raised], seed: int) -> list[Outcome]:
        """Judge observations, without the answer: one outcome for each aspect."""
        with _undisturbed():
            return [
                self._outcome(aspect, seen, given)
                for aspect, seen, given in zip(
                    self.aspects, observations, self.given(seed), strict=True
                )
            ]

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


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Run a check on known ground and leave the process as it was found.

    The student may have turned gradients off, changed the default dtype or device, or turned
    warnings into errors. Anything the answer prints or warns of is dropped: the verdict is the
    check's one output. (A stray warning on stderr would cost points under nbgrader.)
    """
    python_state, numpy_state = random.getstate(), np.random.get_state()
    dtype = torch.get_default_dtype()
    try:
        with (
            torch.random.fork_rng(devices=[]),
            torch.inference_mode(False),
            torch.enable_grad(),
            torch.device("cpu"),
            torch.autocast("cpu", enabled=False),
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            torch.set_default_dtype(torch.float32)
            random.seed(0)
            np.random.seed(0)
            yield
    finally:
        torch.set_default_dtype(dtype)
        random.setstate(python_state)
        np.random.set_state(numpy_state)


_MISSING = object()


@contextlib.contextmanager
def _standing_in(answer: Any, names: Mapping[str, Any]) -> Iterator[None]:
    """Put references in the place of earlier items, in the namespace that ``answer`` reads."""
    scope = _namespace(answer) if names else {}
    before = {name: scope.get(name, _MISSING) for name in names}
    scope.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is _MISSING:
                scope.pop(name, None)
            else:
                scope[name] = value


def _namespace(answer: Any) -> dict[str, Any]:
    """The globals of a function, or of the methods of a class or of its bases."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    functions: list[Callable] = [answer]
    if inspect.isclass(answer):
        functions = [
            function
            for base in answer.__mro__
            for function in vars(base).values()
            if getattr(function, "__module__", None) == base.__module__
        ]
    for function in functions:
        if hasattr(inspect.unwrap(function), "__globals__"):
            return inspect.unwrap(function).__globals__
    return {}
