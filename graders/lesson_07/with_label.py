"""Exercise 7.1: noise or pictures, with the class behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from graders.core.aspect import Finding, Given, Place, Seen
from graders.core.errors import Causes
from graders.core.values import Other, close, name_of, one_place, plain
from graders.instruments.calls import Call, LeavesInputs, exercise, known_mistake
from graders.instruments.on_device import OnDevice

CLASSES = 10
"""The default of num_classes."""


def _one_hot(labels: Tensor, num_classes: int) -> Tensor:
    return F.one_hot(labels, num_classes).float()


def _joined(rows: Tensor, labels: Tensor, num_classes: int) -> Tensor:
    return torch.cat([rows, _one_hot(labels, num_classes)], dim=1)


def _behind(rows: Tensor, *columns: Tensor) -> Tensor:
    return torch.cat([rows, *columns], dim=1)


NARROW = (
    "F.one_hot takes the largest label of the batch for the last class: pass it num_classes as well"
)
ONE_NUMBER = "the label itself stands behind the row, as one number; each class gets its own place"

MISTAKES: tuple[tuple[str, Callable[[Tensor, Tensor, int], Tensor]], ...] = (
    ("the class stands in front; it belongs behind the row: rows first in torch.cat",
     lambda x, y, c: _behind(_one_hot(y, c), x)),
    (ONE_NUMBER, lambda x, y, c: _behind(x, y[:, None].float())),
    (ONE_NUMBER, lambda x, y, c: _behind(x, y[:, None].float() / c)),
    (ONE_NUMBER, lambda x, y, c: _behind(x, y[:, None].float() / (c - 1))),
    (ONE_NUMBER, lambda x, y, c: _behind(x, y[:, None].float().expand(-1, c))),
    (NARROW, lambda x, y, c: _behind(x, _one_hot(y, int(y.max()) + 1))),
    ("10 is written in the code: use num_classes", lambda x, y, c: _joined(x, y, 10)),
    ("the one-hot part alone comes back; the rows belong in front of it",
     lambda x, y, c: _one_hot(y, c)),
    ("0 and 1 are exchanged: the place of the class holds the 1",
     lambda x, y, c: _behind(x, 1 - _one_hot(y, c))),
    ("classes are counted from 0: class 0 has its 1 in the first place",
     lambda x, y, c: _behind(x, _one_hot(y, c).roll(1, dims=1))),
    ("classes are counted from 0: class 0 has its 1 in the first place",
     lambda x, y, c: _behind(x, _one_hot(y, c).roll(-1, dims=1))),
    ("one column too many: classes are counted from 0, so num_classes places are enough",
     lambda x, y, c: _joined(x, y, c + 1)),
    ("the places stand in the reverse order", lambda x, y, c: _behind(x, _one_hot(y, c).flip(1))),
    ("all rows get the first label; each has its own",
     lambda x, y, c: _joined(x, y[:1].expand(len(y)), c)),
    ("the labels are sorted; each belongs to its own row",
     lambda x, y, c: _joined(x, y.sort().values, c)),
    ("the labels are reversed; each belongs to its own row",
     lambda x, y, c: _joined(x, y.flip(0), c)),
    ("-1 stands where 0 belongs", lambda x, y, c: _behind(x, 2 * _one_hot(y, c) - 1)),
    ("the place of the class holds the label, not a 1",
     lambda x, y, c: _behind(x, _one_hot(y, c) * y[:, None])),
    ("the one-hot part is multiplied by something; its numbers are 0 and 1",
     lambda x, y, c: _behind(x, _one_hot(y, c) * c)),
    ("the one-hot part is multiplied by something; its numbers are 0 and 1",
     lambda x, y, c: _behind(x, _one_hot(y, c) / c)),
    ("a softmax makes other numbers of 0 and 1",
     lambda x, y, c: _behind(x, _one_hot(y, c).softmax(dim=1))),
    ("all places up to the class hold a 1; one place alone does",
     lambda x, y, c: _behind(x, (torch.arange(c) <= y[:, None]).float())),
    ("only zeros stand behind the rows: the 1 is never written",
     lambda x, y, c: _behind(x, torch.zeros(len(y), c))),
    ("every place holds a 1: the columns have to be chosen for each row, as in "
     "zeros[torch.arange(n), labels] = 1",
     lambda x, y, c: _behind(x, torch.zeros(len(y), c).index_fill(1, y, 1.0))),
    ("the one-hot part takes the place of the row's last numbers; it comes behind them",
     lambda x, y, c: _behind(x, _one_hot(y, c))[:, c:]),
    ("the rows are rounded to whole numbers: the one-hot part gets their type, not the other way",
     lambda x, y, c: _behind(x.long().float(), _one_hot(y, c))),
    ("it is put behind twice", lambda x, y, c: _behind(x, *2 * [_one_hot(y, c)])),
    ("the rows are there twice", lambda x, y, c: _behind(x, x, _one_hot(y, c))),
)  # fmt: skip

CAUSES: Causes = (
    ("Sizes of tensors must match",
     "torch.cat joins columns with dim=1; with dim=0 it puts rows below rows"),
    ("Tensors must have same number of dimensions",
     "labels have one dimension, rows have two: one_hot gives the second"),
    ("must match the size of tensor",
     "+ adds numbers; torch.cat puts tensors side by side"),
    ("Class values must be smaller than num_classes",
     "num_classes is the number of all classes, not of the rows or of those that occur"),
    ("Class values must be non-negative", "labels are counted from 0: they go in as they are"),
    ("index out of range", "num_classes is the number of all classes: as many rows as that"),
    ("is out of bounds", "num_classes is the number of all classes, counted from 0"),
    ("one_hot is only applicable to index tensor", "F.one_hot takes the labels, not the rows"),
    ("expected Tensor as element", "torch.cat takes a list of tensors: [rows, ...]"),
)  # fmt: skip


@dataclass
class Labelled(Call):
    """Rows with labels.

    Attributes:
        shape: (n, k) of the rows.
        labels: From how many classes labels are drawn; the first is not 0 where there are more
            rows than one.
        arguments: ``num_classes``, if it is passed.
    """

    title: str
    shape: tuple[int, int]
    labels: int
    arguments: tuple[Any, ...] = ()
    essential: bool = False

    names = ("rows", "labels")
    causes = CAUSES

    def __post_init__(self) -> None:
        self.call = f"with_label({', '.join(['rows', 'labels', *map(str, self.arguments)])})"

    @property
    def num_classes(self) -> int:
        return self.arguments[0] if self.arguments else CLASSES

    def given(self, rng: torch.Generator) -> Given:
        # All labels differ as long as they can, then they begin anew.
        labels = torch.randperm(self.labels, generator=rng).repeat(self.shape[0])[: self.shape[0]]
        if len(labels) > 1 and not labels[0]:
            labels = labels.roll(1)
        return {"rows": 2 * torch.randn(self.shape, generator=rng), "labels": labels}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        rows, labels, result = given["rows"], given["labels"], seen["result"]
        want = _joined(rows, labels, self.num_classes)
        expected = f"shape {tuple(want.shape)}: each row, and its class as one-hot behind it"
        if not isinstance(result, Tensor):
            likely = None
            if result is None:
                likely = "the tensor is made but not returned"
            elif isinstance(result, list):
                likely = "one tensor is asked for: torch.cat joins the two"
            elif result == Other("ndarray"):
                likely = "that is NumPy's array: torch.from_numpy(…).float() makes a tensor"
            return Finding(expected, name_of(result), likely)
        likely = known_mistake(
            MISTAKES, lambda formula: close(result, formula(rows, labels, self.num_classes))
        )
        if result.shape != want.shape:
            return Finding(expected, f"shape {tuple(result.shape)}", likely)
        if result.is_complex() or not close(result, want):
            right, got = one_place(result, want)
            return Finding(f"{expected}: {right}", got, likely)
        if result.dtype != rows.dtype:
            return Finding(
                f"dtype {rows.dtype}, as that of the rows",
                f"dtype {result.dtype}",
                "the one-hot part has another dtype: .to(rows.dtype) gives it that of the rows",
            )
        return None


class KeepsHistory(Labelled):
    """Gradients of what comes later reach the rows: fakes lead back to the generator."""

    def example(self, given: Given) -> tuple[Any, ...]:
        rows, labels = super().example(given)
        return rows.requires_grad_(), labels

    def observe(self, answer: Any, given: Given) -> Seen:
        rows, labels = self.example(given)
        result = answer(rows, labels, *self.arguments)
        gradient = None
        if isinstance(result, Tensor) and result.requires_grad:
            (gradient,) = torch.autograd.grad(result.square().sum(), rows, allow_unused=True)
        return {"result": plain(result), "gradient": plain(gradient)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := super().judge(seen, given):
            return finding
        if close(seen["gradient"], 2 * given["rows"]):
            return None
        return Finding(
            "a result through which gradients reach the rows",
            "no gradient, or another one",
            "detach(), .data, no_grad() or torch.tensor(…) cuts the rows off from their history",
        )


item = exercise(
    "7.1",
    "with_label(rows, labels, num_classes=10)",
    Labelled("each row, its class behind it", (6, 3), 9, essential=True),
    Labelled("its own num_classes", (7, 5), 4, (4,)),
    Labelled("classes that do not occur have their places too", (4, 2), 8, (12,)),
    Labelled("a single row", (1, 4), 7, (7,)),
    KeepsHistory("the rows keep their history", (5, 3), 10),
    LeavesInputs(
        Labelled("", (5, 3), 10),
        "rows and labels stay as they are",
        Finding(
            "rows and labels unchanged",
            "other values in rows or labels",
            "an operation in place (+=, add_, …) has changed the caller's tensor",
        ),
    ),
    OnDevice(
        Labelled("", (5, 3), 10),
        "a tensor is made on the processor: pass device=rows.device, or begin with F.one_hot",
    ),
    see=(
        ("torch.cat", "hint 2"),
        ("F.one_hot", "hint 1"),
        ("num_classes", "hint 1"),
        ("counted from 0", Place("How to tell a network", "conditioning")),
        ("one number", Place("How to tell a network", "conditioning")),
        ("place", Place("How to tell a network", "conditioning")),
    ),
    graded=False,
)
