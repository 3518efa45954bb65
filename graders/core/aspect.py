"""One thing that a check looks at: how it is observed, and how what was seen is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from graders.core.errors import Causes

Given = dict[str, Any]
"""The inputs of an aspect, by name."""

Seen = dict[str, Any]
"""What was observed: plain values (see ``graders.core.values``), by name."""


class Known(str):
    """A cause that was seen to lead to just what was got.

    Any other cause gives way to a variable of the notebook that is read in the place of an
    argument.
    """


class Place(str):
    """A place of a lesson in words, and where a link to it leads.

    Args:
        words: A heading of the lesson; in a `Finding`, the whole of what is shown.
        cell: The id of the notebook's cell there.
    """

    cell: str

    def __new__(cls, words: str, cell: str) -> Place:
        place = super().__new__(cls, words)
        place.cell = cell
        return place


@dataclass(frozen=True)
class Finding:
    """What a judge holds against an answer: one line each, in words.

    Attributes:
        expected: What a right answer gives, without the secret values themselves.
        got: What this answer gave.
        likely: The mistake that reproduces what was got, if a known one does.
        see: Where the lesson speaks of it, e.g. "exercise 2.3, hint 1".
    """

    expected: str
    got: str
    likely: str | None = None
    see: Place | None = None

    @property
    def is_words(self) -> bool:
        """Whether it can be shown: a judge may quote what was observed, which may be anything."""
        likely = self.likely is None or isinstance(self.likely, str)
        return likely and isinstance(self.expected, str) and isinstance(self.got, str)


class Aspect:
    """One thing that a check looks at. Subclasses say what is given, observed and judged.

    A title, a call or names that an aspect computes are set when it is made.

    Attributes:
        title: What is looked at, in a few words, e.g. "values are standard normal".
        call: The call that is observed; pasted into a cell it runs.
        names: The names in ``call`` that ``example`` makes.
        rule: Whether the aspect only says what an answer must leave alone, or how it is called.
            An answer that does nothing keeps all rules, so keeping one earns nothing; breaking
            one costs points.
        weight: How many parts of the item's points the aspect earns, or costs if it is a rule.
        essential: Whether it is what the exercise is about: an answer that misses it earns at most
            half of the points.
        causes: What causes errors here, before the general causes are looked up.
    """

    title: str
    call: str
    names: tuple[str, ...] = ()
    rule: bool = False
    weight: int = 1
    essential: bool = False
    causes: Causes = ()

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
