"""Lesson 06: the sizes of convolutions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from ganlab import dcgan as reference
from graders.core.check import Aspect, Finding, Given, Item, Seen
from graders.core.values import name_of, plain
from graders.instruments.parameters import Parameters

Formula = Callable[[int, int, int, int], float]
"""From size, kernel_size, stride and padding to a size."""

CONV_MISTAKES: Mapping[str, Formula] = {
    "the + 1 is missing: the first place of the kernel counts too":
        lambda s, k, t, p: (s + 2 * p - k) // t,
    "padding stands on both sides: it counts twice": lambda s, k, t, p: (s + p - k) // t + 1,
    "padding is not used": lambda s, k, t, p: (s - k) // t + 1,
    "padding makes the input larger, not smaller": lambda s, k, t, p: (s - 2 * p - k) // t + 1,
    "stride is not used": lambda s, k, t, p: s + 2 * p - k + 1,
    "/ leaves fractions; // rounds down": lambda s, k, t, p: (s + 2 * p - k) / t + 1,
    "rounded up: a place where the kernel does not fit whole is left out":
        lambda s, k, t, p: -((k - s - 2 * p) // t) + 1,
    "rounded to the nearest: it is rounded down": lambda s, k, t, p: round((s + 2 * p - k) / t) + 1,
    "the 1 is added before the division; it belongs after it":
        lambda s, k, t, p: (s + 2 * p - k + 1) // t,
    "the kernel's own width is not subtracted": lambda s, k, t, p: (s + 2 * p) // t + 1,
    "size // stride holds for some kernels and paddings only": lambda s, k, t, p: s // t,
    "a missing pair of brackets: only kernel_size is divided by stride":
        lambda s, k, t, p: s + 2 * p - k // t + 1,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s + 2 * p - t) // k + 1,
    "that is the transposed convolution's size": reference.conv_transpose_out_size,
}  # fmt: skip

TRANSPOSE_MISTAKES: Mapping[str, Formula] = {
    "size - 1: there is one step fewer than there are pixels":
        lambda s, k, t, p: s * t + k - 2 * p,
    "padding cuts the output off: it is subtracted": lambda s, k, t, p: (s - 1) * t + k + 2 * p,
    "padding is cut off on both sides: it counts twice": lambda s, k, t, p: (s - 1) * t + k - p,
    "padding is not used": lambda s, k, t, p: (s - 1) * t + k,
    "stride is not used": lambda s, k, t, p: s - 1 + k - 2 * p,
    "the last copy of the kernel is missing: add kernel_size":
        lambda s, k, t, p: (s - 1) * t - 2 * p,
    "one too small: the last copy of the kernel adds kernel_size, not kernel_size - 1":
        lambda s, k, t, p: (s - 1) * t + k - 1 - 2 * p,
    "one too large: no + 1 here, kernel_size is added whole":
        lambda s, k, t, p: (s - 1) * t + k + 1 - 2 * p,
    "size * stride holds for some kernels and paddings only": lambda s, k, t, p: s * t,
    "a missing pair of brackets: * comes before -": lambda s, k, t, p: s - 1 * t + k - 2 * p,
    "kernel_size and stride are exchanged": lambda s, k, t, p: (s - 1) * k + t - 2 * p,
    "that is the ordinary convolution's size": reference.conv_out_size,
}  # fmt: skip


@dataclass
class Sizes(Aspect):
    """The size of the output for several settings; some are drawn anew."""

    name: str
    formula: Formula
    mistakes: Mapping[str, Formula]

    title = "the size of the output"

    # The kernel fits in whole or not; every setting away from its default.
    fixed = ((9, 4, 2, 1), (8, 4, 2, 1), (28, 3, 1, 1), (11, 5, 3, 2))

    names = ("cases",)

    @property
    def call(self) -> str:
        return f"[{self.name}(*case) for case in cases]"

    def example(self, given: Given) -> tuple[Any, ...]:
        return (given["cases"],)

    def given(self, rng: torch.Generator) -> Given:
        def draw(low: int, high: int) -> int:
            return int(torch.randint(low, high + 1, (), generator=rng))

        drawn = [(draw(7, 40), draw(3, 6), draw(1, 3), draw(0, 1)) for _ in range(4)]
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
        for sentence, formula in self.mistakes.items():
            if all(size == formula(*case) for case, size in zip(cases, got, strict=True)):
                return sentence
        return None


@dataclass
class DefaultSizes(Aspect):
    """Without stride and padding: stride 1, no padding. By name, in any order."""

    name: str
    formula: Callable[..., int]

    title = "stride is 1 and padding 0 unless given"
    cases = (
        {"size": 28, "kernel_size": 3},
        {"size": 12, "kernel_size": 4, "padding": 1},
        {"size": 12, "kernel_size": 4, "stride": 2},
    )

    @property
    def call(self) -> str:
        calls = ("28, 3", "12, 4, padding=1", "12, 4, stride=2")
        return f"[{', '.join(f'{self.name}({arguments})' for arguments in calls)}]"

    def observe(self, answer: Any, given: Given) -> Seen:
        sizes = []
        for case in self.cases:
            named = dict(case)
            sizes.append(plain(answer(named.pop("size"), named.pop("kernel_size"), **named)))
        return {"sizes": sizes}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for case, size in zip(self.cases, seen["sizes"], strict=True):
            words = ", ".join(f"{name}={value}" for name, value in case.items())
            if finding := wrong_size(f"{self.name}({words})", size, self.formula(**case)):
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
    elif not isinstance(got, int | float):
        likely = "one number is asked for: height and width follow the same formula"
    elif isinstance(got, float) and got == want:
        likely = "the number is right but a float: // divides and rounds down to an int"
    return Finding(f"the integer {want} from {call}", name_of(got), likely)


def _size_item(name: str, exercise: str, mistakes: Mapping[str, Formula]) -> Item:
    formula = getattr(reference, name)
    return Item(
        name,
        exercise,
        f"{name}(size, kernel_size, stride=1, padding=0)",
        (
            Parameters(f"{name}(size, kernel_size, stride, padding)"),
            Sizes(name, formula, mistakes),
            DefaultSizes(name, formula),
        ),
    )


conv_out_size = _size_item("conv_out_size", "6.1", CONV_MISTAKES)
conv_transpose_out_size = _size_item("conv_transpose_out_size", "6.2", TRANSPOSE_MISTAKES)
