"""What most exercises are checked with: one call of the answer on named inputs.

values = DenormValues()  # a Call: says which inputs are drawn, and judges the result
item = exercise("4.3", "denorm(x)", values, LeavesInputs(values, …))
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import torch

from graders.core.aspect import Aspect, Finding, Given, Known, Seen
from graders.core.check import Item, See
from graders.core.values import plain
from graders.instruments.parameters import Parameters

Mistake = TypeVar("Mistake")


class Call(Aspect):
    """The answer is called on copies of what `given` draws under the names in ``names``.

    What is observed: its ``result``, and the ``inputs`` as they are after the call.

    Attributes:
        arguments: What the answer is called with after the inputs, as ``call`` shows it.
    """

    arguments: tuple[Any, ...] = ()

    def example(self, given: Given) -> tuple[Any, ...]:
        return tuple(copy.deepcopy(given[name]) for name in self.names)

    def observe(self, answer: Any, given: Given) -> Seen:
        inputs = self.example(given)
        result = plain(answer(*inputs, *self.arguments))
        return {"result": result, "inputs": plain(inputs)}

    def inputs_kept(self, seen: Seen, given: Given) -> bool:
        """Whether the inputs, all tensors, are after the call what they were before."""
        inputs = zip(self.names, seen["inputs"], strict=True)
        return all(torch.equal(after, given[name]) for name, after in inputs)


class LeavesInputs(Call):
    """A rule: the inputs of a call stay as they are.

    Args:
        of: The call.
        title: What is looked at.
        finding: What is said of an answer that changes them.
    """

    rule = True

    def __init__(self, of: Call, title: str, finding: Finding) -> None:
        self.of, self.title, self.finding = of, title, finding
        self.call, self.names, self.arguments = of.call, of.names, of.arguments
        self.causes = of.causes

    def given(self, rng: torch.Generator) -> Given:
        return self.of.given(rng)

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        return None if self.inputs_kept(seen, given) else self.finding


def known_mistake(
    mistakes: Iterable[tuple[str, Mistake]], explains: Callable[[Mistake], bool]
) -> Known | None:
    """The sentence of the first mistake that explains what was got, if one does.

    Args:
        mistakes: A sentence each, with what the mistake leads to: a formula, for instance.
        explains: Whether that is what was got.
    """
    return next((Known(sentence) for sentence, mistake in mistakes if explains(mistake)), None)


def exercise(
    number: str,
    signature: str,
    *aspects: Aspect,
    parameters: bool = True,
    stand_ins: Mapping[str, Any] | None = None,
    see: See = (),
    graded: bool = True,
) -> Item:
    """The graded item of an exercise.

    Args:
        number: Its number in the lessons, e.g. ``"2.3"``.
        signature: What it asks for, as a student would write it; it begins with the item's name.
        aspects: What is looked at, in the order in which it is reported.
        parameters: Whether the order of the parameters is looked at before all else.
        stand_ins: Earlier items of the same lesson that this one uses, see `Item`.
        see: Where the lesson speaks of a cause, see `Item`.
        graded: Whether it brings points: not in an optional lesson.
    """
    name = signature.partition("(")[0]
    first = (Parameters(signature),) if parameters else ()
    return Item(name, number, signature, (*first, *aspects), stand_ins or {}, see, graded)
