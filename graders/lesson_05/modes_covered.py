"""Exercise 5.1: how many classes a generator draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import name_of
from graders.instruments.calls import Call, LeavesInputs, exercise, known_mistake
from graders.lesson_05._numbers import is_number, number

Formula = Callable[[Tensor, int, float], float]
"""From the labels, num_classes and least to a number of classes, or what is taken for it."""

MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("10 is written in the code: use num_classes",
     lambda x, k, s: (_shares(x, k)[:10] >= s).sum().item()),
    ("`least` is written as a number: use the argument",
     lambda x, k, s: (_shares(x, k) >= 0.01).sum().item()),
    ("every class that occurs is counted; it needs the share `least` of all samples. Are counts "
     "compared with it, or shares in per cent?",
     lambda x, k, s: len(x.unique())),
    ("exactly `least` counts too: >=, not >",
     lambda x, k, s: (_shares(x, k) > s).sum().item()),
    ("the share of the largest class is taken; divide by the number of all samples",
     lambda x, k, s: (_counts(x, k) >= s * _counts(x, k).max()).sum().item()),
    ("these are the classes that are missing", lambda x, k, s: (_shares(x, k) < s).sum().item()),
    ("that is the share of the classes; their number is asked for",
     lambda x, k, s: (_shares(x, k) >= s).double().mean().item()),
    ("that is the number of samples, not of classes",
     lambda x, k, s: len(x)),
    ("the samples of the covered classes are counted, not the classes",
     lambda x, k, s: _counts(x, k)[_shares(x, k) >= s].sum().item()),
    ("that is num_classes, whatever the shares are: len() counts all classes, sum() the true ones",
     lambda x, k, s: k),
    ("that is the largest label, plus 1", lambda x, k, s: x.max().item() + 1),
    ("the shares are rounded before they are compared",
     lambda x, k, s: (_shares(x, k).round(decimals=2) >= s).sum().item()),
    ("the number of samples that is enough is rounded down; compare with least * len(labels)",
     lambda x, k, s: (_counts(x, k) >= int(s * len(x))).sum().item()),
    ("every share is 0: // rounds down to whole numbers",
     lambda x, k, s: (_counts(x, k) // len(x) >= s).sum().item()),
    ("the loop ends after one class, by a return in it; or the shares are added up, not the "
     "classes", lambda x, k, s: 1),
    ("`least` is divided by num_classes; it is a share of all samples",
     lambda x, k, s: (_shares(x, k) >= s / k).sum().item()),
    ("one class is left out: they are numbered 0 to num_classes - 1",
     lambda x, k, s: (_shares(x, k) >= s).sum().item() - 1),
)  # fmt: skip

EMPTY_MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("without samples every class reaches its 0 of 0: ask for len(labels) == 0 first",
     lambda x, k, s: k),
)  # fmt: skip


def _counts(labels: Tensor, num_classes: int) -> Tensor:
    return torch.bincount(labels.long(), minlength=num_classes).double()


def _shares(labels: Tensor, num_classes: int) -> Tensor:
    return _counts(labels, num_classes) / len(labels)


def _modes(labels: Tensor, num_classes: int, least: float) -> int:
    counts = _counts(labels, num_classes)
    return int((counts >= least * max(len(labels), 1)).logical_and(counts > 0).sum())


@dataclass
class Modes(Call):
    """The number of classes for labels with given counts.

    Attributes:
        counts: How many samples of each class there are, class 0 first: one of these is drawn.
        most: They are multiplied by a number that is drawn, from 1 to this one.
        arguments: ``num_classes`` and ``least``, if they are passed.
    """

    title: str
    counts: tuple[tuple[int, ...], ...]
    most: int = 1
    arguments: tuple[Any, ...] = ()
    dtype: torch.dtype = torch.int64
    rule: bool = False
    essential: bool = False

    names = ("labels",)
    causes = (
        (
            "ZeroDivisionError",
            "a division by the number of samples: ask for len(labels) == 0 first",
        ),
    )

    def __post_init__(self) -> None:
        self.call = f"modes_covered({', '.join(['labels', *map(str, self.arguments)])})"

    def given(self, rng: torch.Generator) -> Given:
        which, times = (
            int(torch.randint(most, (), generator=rng)) for most in (len(self.counts), self.most)
        )
        counts = torch.tensor(self.counts[which]) * (times + 1)
        labels = torch.arange(len(counts)).repeat_interleave(counts)
        return {"labels": labels[torch.randperm(len(labels), generator=rng)].to(self.dtype)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        labels, result = given["labels"], number(seen["result"])
        num_classes, least = self.arguments or (10, 0.01)
        want = _modes(labels, num_classes, least)
        if not is_number(result):
            likely = None
            if result is None:
                likely = "a forgotten return"
            elif isinstance(result, Tensor):
                likely = "one number is asked for: sum over the classes"
            elif isinstance(result, list):
                likely = "one number is asked for: take its length"
            elif isinstance(result, str):
                likely = "a text is no number: return the number itself"
            return Finding("a whole number", name_of(result), likely)
        if result == want:
            return None
        likely = known_mistake(
            MISTAKES if len(labels) else EMPTY_MISTAKES,
            lambda formula: abs(formula(labels, num_classes, least) - result) < 1e-6,
        )
        counts = _counts(labels, num_classes).int().tolist()
        return Finding(f"{want}, for labels with the counts {counts}", f"{result:g}", likely)


item = exercise(
    "5.1",
    "modes_covered(labels, num_classes=10, least=0.01)",
    # No two known mistakes give the same number where they fail first.
    Modes(
        "ten classes, some of them empty",
        (
            (50, 0, 100, 30, 70, 0, 90, 110, 50, 0),
            (50, 20, 100, 10, 70, 0, 90, 110, 50, 0),
            (60, 0, 100, 30, 0, 0, 100, 110, 100, 0),
        ),
        9,
    ),
    Modes(
        "rare classes do not count",
        (  # of 4,025 labels each: 40.25 are enough, so 40 are not
            (900, 700, 15, 42, 30, 40, 1480, 6, 2, 810),
            (1100, 90, 20, 42, 30, 40, 1885, 6, 2, 810),
        ),
        3,
        essential=True,
    ),
    Modes(
        "its own num_classes and least; exactly `least` counts",
        ((4, 1, 0, 1, 4, 0, 0, 0, 0, 0, 2, 4), (4, 2, 0, 1, 3, 0, 0, 0, 0, 0, 2, 4)),
        9,
        (12, 0.25),
    ),
    Modes(
        "few classes, other integer types",
        ((16, 8, 40), (20, 4, 40)),
        9,
        (4, 0.125),
        torch.uint8,
    ),
    Modes("a single sample", ((0, 0, 1),), 1, (3, 0.5)),
    # Whoever always returns 0 is right here, so it earns nothing.
    Modes("no samples cover nothing", ((0,) * 10,), rule=True),
    LeavesInputs(
        Modes("", ((2,) * 10,)),
        "labels stay as they are",
        Finding(
            "labels unchanged",
            "other values in labels",
            "an operation in place (+=, sort_, …) has changed the caller's labels",
        ),
    ),
    see=(
        ("len(labels)", "hint 2"),
        ("share", "hint 1"),
        ("num_classes", "hint 2"),
        ("sum", "hint 1"),
    ),
)
