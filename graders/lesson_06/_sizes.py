"""What both formulas of sizes are checked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from ganlab import dcgan as reference
from graders.core.aspect import Finding, Given, Seen
from graders.core.check import Item, See
from graders.core.values import name_of, plain
from graders.instruments.calls import Call, exercise, known_mistake

Formula = Callable[[int, int, int, int], float]
"""From size, kernel_size, stride and padding to a size."""


@dataclass
class Sizes(Call):
    """The size of the output for several settings; some are drawn anew.

    Attributes:
        name: The student's name for the formula.
        formula: The right one.
        mistakes: A sentence for each known mistake, with the formula that it leads to.
    """

    name: str
    formula: Callable[..., int]
    mistakes: Mapping[str, Formula]

    title = "the size of the output"

    # The kernel fits in whole or not; every setting away from its default.
    fixed = ((9, 4, 2, 1), (8, 4, 2, 1), (28, 3, 1, 1), (11, 5, 3, 2))

    names = ("cases",)

    def __post_init__(self) -> None:
        self.call = f"[{self.name}(*case) for case in cases]"

    def given(self, rng: torch.Generator) -> Given:
        def draw(low: int, high: int) -> int:
            return int(torch.randint(low, high + 1, (), generator=rng))

        drawn = [(draw(7, 40), draw(3, 6), draw(1, 5), draw(0, 2)) for _ in range(12)]
        return {"cases": [*self.fixed, *drawn]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"sizes": [plain(answer(*case)) for case in given["cases"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        cases, got = given["cases"], seen["sizes"]
        for case, size in zip(cases, got, strict=True):
            if finding := wrong_size(f"{self.name}{case}", size, self.formula(*case)):
                likely = self._known_mistake(cases, got) or finding.likely
                return Finding(finding.expected, finding.got, likely)
        return None

    def _known_mistake(self, cases: list[tuple[int, ...]], got: list[Any]) -> str | None:
        if not all(isinstance(size, int | float) for size in got):
            return None

        def explains(formula: Formula) -> bool:
            return all(size == formula(*case) for case, size in zip(cases, got, strict=True))

        return known_mistake(self.mistakes.items(), explains)


@dataclass
class DefaultSizes(Call):
    """Without stride and padding: stride 1, no padding. By name, in any order."""

    name: str
    formula: Callable[..., int]

    title = "stride is 1 and padding 0 unless given"
    names = ("cases",)

    def __post_init__(self) -> None:
        self.call = f"[{self.name}(*sizes, **settings) for sizes, settings in cases]"

    def given(self, rng: torch.Generator) -> Given:
        settings: tuple[dict[str, int], ...] = ({}, {"padding": 1}, {"stride": 2})
        sizes = torch.randint(12, 40, (3,), generator=rng).tolist()
        kernels = torch.randint(3, 7, (3,), generator=rng).tolist()
        return {"cases": [*zip(zip(sizes, kernels, strict=True), settings, strict=True)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"sizes": [plain(answer(*sizes, **named)) for sizes, named in given["cases"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for ((size, kernel_size), named), got in zip(given["cases"], seen["sizes"], strict=True):
            case = {"size": size, "kernel_size": kernel_size, **named}
            words = ", ".join(f"{name}={value}" for name, value in case.items())
            if finding := wrong_size(f"{self.name}({words})", got, self.formula(**case)):
                likely = finding.likely or "another default in the signature: stride=1, padding=0"
                return Finding(finding.expected, finding.got, likely)
        return None


def wrong_size(call: str, got: Any, want: int) -> Finding | None:
    """A finding if ``got`` is not the integer wanted; with a cause if it is not a number at all."""
    if type(got) is int and got == want:
        return None
    likely = None
    if got is None:
        likely = "the number is computed but not returned: a forgotten return"
    elif isinstance(got, torch.Tensor):
        likely = "a tensor is no int: Python's own numbers are enough here"
    elif isinstance(got, str):
        likely = "a text is no number: return the number itself"
    elif not isinstance(got, int | float):
        likely = "one number is asked for: height and width follow the same formula"
    elif isinstance(got, float) and got == want:
        likely = "the number is right but a float: // divides and rounds down to an int"
    return Finding(f"the integer {want} from {call}", name_of(got), likely)


def size_item(name: str, number: str, mistakes: Mapping[str, Formula], see: See) -> Item:
    """The item of one formula, for the exercise of this number; see `Item` for ``see``."""
    formula = getattr(reference, name)
    return exercise(
        number,
        f"{name}(size, kernel_size, stride=1, padding=0)",
        Sizes(name, formula, mistakes),
        DefaultSizes(name, formula),
        see=see,
    )
