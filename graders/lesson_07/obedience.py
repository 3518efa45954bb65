"""Exercise 7.2: the share of the orders that were followed, class by class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import Causes
from graders.core.values import Other, close, name_of
from graders.instruments.calls import Call, LeavesInputs, exercise, known_mistake
from graders.instruments.on_device import OnDevice

CLASSES = 10
"""The default of num_classes."""

Formula = Callable[[Tensor, Tensor, int], Tensor]
"""From what was asked, what was read and num_classes to a share for each class."""


def _table(asked: Tensor, read: Tensor, num_classes: int) -> Tensor:
    """How often class i was asked for and class j read, (num_classes, num_classes)."""
    pairs = torch.bincount(asked * num_classes + read, minlength=num_classes**2)
    return pairs.view(num_classes, num_classes).double()


def _obedience(asked: Tensor, read: Tensor, num_classes: int) -> Tensor:
    table = _table(asked, read, num_classes)
    return table.diagonal() / table.sum(dim=1)


def _of_read(asked: Tensor, read: Tensor, num_classes: int) -> Tensor:
    return _obedience(read, asked, num_classes)


def _followed(asked: Tensor, read: Tensor, num_classes: int) -> Tensor:
    return _table(asked, read, num_classes).diagonal()


MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("divided by how often the class was read; by how often it was asked for",
     _of_read),
    ("divided by the number of all orders; each class is divided by its own",
     lambda a, r, c: _followed(a, r, c) / len(a)),
    ("these are the numbers of orders followed; divide by how often the class was asked for",
     _followed),
    ("these are the shares that went wrong", lambda a, r, c: 1 - _obedience(a, r, c)),
    ("the mean over all classes stands in every place; each class has its own share",
     lambda a, r, c: (a == r).double().mean().expand(c)),
    ("how often each class was asked for, or read, is all that counts here: compare read with "
     "asked",
     lambda a, r, c: _table(a, r, c).sum(dim=1) / len(a)),
    ("how often each class was asked for, or read, is all that counts here: compare read with "
     "asked",
     lambda a, r, c: _table(a, r, c).sum(dim=0) / len(a)),
    ("how often a class is read, divided by how often it was asked for: are those the same "
     "pictures?",
     lambda a, r, c: _table(a, r, c).sum(dim=0) / _table(a, r, c).sum(dim=1)),
    ("in per cent; a share lies between 0 and 1", lambda a, r, c: 100 * _obedience(a, r, c)),
    ("rounded: // or an integer type drops the fractions",
     lambda a, r, c: _obedience(a, r, c).nan_to_num().floor()),
    ("the share of the orders followed among those asked for or read: divide by how often the "
     "class was asked for",
     lambda a, r, c: _followed(a, r, c)
     / (_table(a, r, c).sum(0) + _table(a, r, c).sum(1) - _followed(a, r, c))),
    ("read is compared with the place in the list, not with what was asked",
     lambda a, r, c: torch.stack([(r == k).double().mean() for k in range(c)])),
    ("the shares are added up to 1; each class has a share of its own",
     lambda a, r, c: _obedience(a, r, c) / _obedience(a, r, c).nansum()),
    ("the largest share of a row is not that of the class asked for: take the diagonal",
     lambda a, r, c: _table(a, r, c).max(dim=1).values / _table(a, r, c).sum(dim=1)),
)  # fmt: skip

NAN_MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("a class that nobody asked for has no share: nan, not 0",
     lambda a, r, c: _obedience(a, r, c).nan_to_num(nan=0.0)),
    ("a class that nobody asked for has no share: nan, not 1",
     lambda a, r, c: _obedience(a, r, c).nan_to_num(nan=1.0)),
    ("a small number is added to the counts: 0 of 0 is nan by itself",
     lambda a, r, c: _followed(a, r, c) / (_table(a, r, c).sum(dim=1) + 1)),
)  # fmt: skip

CAUSES: Causes = (
    ("ZeroDivisionError",
     "Python's numbers refuse 0 / 0; tensors give nan, which is asked for here"),
    ("must match the size of tensor",
     "two tensors of different lengths are compared: choose the same places in both"),
    ("The size of tensor a", "two tensors of different lengths are compared"),
    ("could not infer output dtype", "mean() takes fractions: .float() makes them"),
    ("Input dtype must be either a floating point", "mean() takes fractions: .float() makes them"),
    ("shape mismatch", "read[asked == k] chooses by a mask of the same length"),
)  # fmt: skip


@dataclass
class Shares(Call):
    """Orders and what was read, with drawn counts.

    Attributes:
        orders: How many orders of each class there are, at most.
        absent: Classes that nobody asked for.
        arguments: ``num_classes``, if it is passed.
    """

    title: str
    orders: int
    absent: tuple[int, ...] = ()
    arguments: tuple[Any, ...] = ()
    essential: bool = False

    names = ("asked", "read")
    causes = CAUSES
    chance = 0.0  # nothing is drawn; nan alone differs from itself

    def __post_init__(self) -> None:
        self.call = f"obedience({', '.join(['asked', 'read', *map(str, self.arguments)])})"

    @property
    def num_classes(self) -> int:
        return self.arguments[0] if self.arguments else CLASSES

    def given(self, rng: torch.Generator) -> Given:
        counts = torch.randint(
            self.orders // 2, self.orders + 1, (self.num_classes,), generator=rng
        )
        counts[list(self.absent)] = 0
        asked = torch.arange(self.num_classes).repeat_interleave(counts)
        asked = asked[torch.randperm(len(asked), generator=rng)]
        # Most of what is not obeyed becomes the next class: of low ones it is read most often.
        other = torch.randint(self.num_classes, asked.shape, generator=rng)
        often = torch.rand(asked.shape, generator=rng) < 0.8
        other = torch.where(often, (asked + 1) % self.num_classes, other)
        # Low classes obey seldom, high ones often: no two have the same share but by chance.
        obeys = torch.rand(asked.shape, generator=rng) < 0.25 + 0.6 * asked / self.num_classes
        return {"asked": asked, "read": torch.where(obeys, asked, other)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        asked, read, result = given["asked"], given["read"], seen["result"]
        want = _obedience(asked, read, self.num_classes)
        expected = f"a tensor of shape ({self.num_classes},), a share for each class"
        if isinstance(result, list) and all(isinstance(one, int | float) for one in result):
            return Finding(expected, name_of(result), "torch.tensor(…) makes a tensor of a list")
        if not isinstance(result, Tensor) or result.shape != want.shape or result.is_complex():
            return Finding(expected, name_of(result), self._cause_of_shape(result, given))
        result = result.double()
        if close(result.nan_to_num(nan=-1.0), want.nan_to_num(nan=-1.0)):
            return None
        there = ~want.isnan()
        likely = known_mistake(
            MISTAKES,
            lambda formula: close(
                result[there].nan_to_num(nan=-1.0),
                formula(asked, read, self.num_classes).double()[there].nan_to_num(nan=-1.0),
            ),
        )
        if close(result[there], want[there]):
            likely = known_mistake(
                NAN_MISTAKES, lambda formula: close(result, formula(asked, read, self.num_classes))
            )
            k = int((~there).int().argmax())
            return Finding(f"{expected}: nan for class {k}", f"{result[k]:.3g} there", likely)
        differs = (result - want).abs().nan_to_num(nan=torch.inf) * there
        k = int(differs.nan_to_num(nan=0.0, posinf=2.0).argmax())
        of = int((asked == k).sum())
        followed = int(((asked == k) & (read == k)).sum())
        return Finding(
            f"{expected}: {want[k]:.3g} for class {k}, {followed} of {of} orders",
            f"{result[k]:.3g} there",
            likely
            or known_mistake(
                NAN_MISTAKES, lambda formula: close(result, formula(asked, read, self.num_classes))
            ),
        )

    def _cause_of_shape(self, result: Any, given: Given) -> str | None:
        if result is None:
            return "the shares are computed but not returned"
        if isinstance(result, Other):
            return "a tensor is asked for: torch.from_numpy makes one of a NumPy array"
        if isinstance(result, list):
            return "a tensor of one dimension is asked for: torch.stack makes it of a list"
        if not isinstance(result, Tensor):
            return "that is one number for all; each class has a share of its own"
        asked, classes = given["asked"], self.num_classes
        if result.dim() == 0 or result.numel() == 1:
            return "that is one number for all; each class has a share of its own"
        if result.shape == (classes, classes):
            return "that is the whole table: its diagonal holds the orders that were followed"
        if len(result) == len(asked):
            return "that is a value for each picture; each class is asked for"
        if result.shape == (CLASSES,):
            return "10 is written in the code: use num_classes"
        if len(result) == len(asked.unique()):
            return "only the classes that occur are there: one share for each of num_classes"
        return "one share for each of num_classes is asked for"


item = exercise(
    "7.2",
    "obedience(asked, read, num_classes=10)",
    Shares("ten classes, each with its own share", 30, essential=True),
    Shares("its own num_classes", 20, (), (4,)),
    Shares("a class that nobody asked for", 12, (2, 5), (6,)),
    LeavesInputs(
        Shares("", 10),
        "asked and read stay as they are",
        Finding(
            "asked and read unchanged",
            "other values in asked or read",
            "an operation in place (+=, sort_, …) has changed the caller's labels",
        ),
    ),
    OnDevice(
        Shares("", 10),
        "a tensor is made on the processor: keep to what asked and read give",
    ),
    see=(
        ("nan", "hint 2"),
        ("torch.stack", "hint 2"),
        (".float()", "hint 2"),
        ("asked for", "hint 1"),
        ("num_classes", "hint 2"),
        ("mask", "hint 2"),
    ),
    graded=False,
)
