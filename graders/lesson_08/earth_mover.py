"""Exercise 8.1: the earth mover's distance on a line, by sorting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Seen
from graders.core.errors import Causes
from graders.core.values import Other, close, name_of, one_place, plain, spread
from graders.instruments.calls import Call, LeavesInputs, exercise, known_mistake
from graders.instruments.on_device import OnDevice


def _sorted(x: Tensor) -> Tensor:
    return x.sort().values


def _ways(a: Tensor, b: Tensor) -> Tensor:
    return _sorted(a) - _sorted(b)


def _distance(a: Tensor, b: Tensor) -> Tensor:
    return _ways(a, b).abs().mean()


MISTAKES: tuple[tuple[str, Callable[[Tensor, Tensor], Tensor]], ...] = (
    ("nothing is sorted: the first fake is not sent to the first real",
     lambda a, b: (a - b).abs().mean()),
    ("only one of the two is sorted; both are", lambda a, b: (_sorted(a) - b).abs().mean()),
    ("only one of the two is sorted; both are", lambda a, b: (a - _sorted(b)).abs().mean()),
    ("the ways are added up; their mean is asked for", lambda a, b: _ways(a, b).abs().sum()),
    ("the ways are squared; their length is their absolute value",
     lambda a, b: _ways(a, b).square().mean()),
    ("the ways are squared; their length is their absolute value",
     lambda a, b: _ways(a, b).square().mean().sqrt()),
    ("the ways are squared; their length is their absolute value", lambda a, b: _ways(a, b).norm()),
    ("ways to the left and to the right cancel: abs() is missing, or comes after the mean",
     lambda a, b: a.mean() - b.mean()),
    ("ways to the left and to the right cancel: abs() is missing, or comes after the mean",
     lambda a, b: b.mean() - a.mean()),
    ("ways to the left and to the right cancel: abs() is missing, or comes after the mean",
     lambda a, b: (a.mean() - b.mean()).abs()),
    ("the smallest is sent to the largest: sort both in the same direction",
     lambda a, b: (_sorted(a) - _sorted(b).flip(0)).abs().mean()),
    ("that is the longest way; the mean of all is asked for",
     lambda a, b: _ways(a, b).abs().max()),
    ("that is the median; the mean of all ways is asked for",
     lambda a, b: _ways(a, b).abs().median()),
    ("the places in the order are compared, not the points: argsort gives indices, sort().values "
     "the points", lambda a, b: (a.argsort() - b.argsort()).double().abs().mean()),
    ("each point is sent to the nearest of the others, and some of these get two",
     lambda a, b: (a[:, None] - b).abs().min(dim=1).values.mean()),
    ("each point is sent to the nearest of the others, and some of these get two",
     lambda a, b: (a[:, None] - b).abs().min(dim=0).values.mean()),
    ("all pairs are averaged; each point has one partner",
     lambda a, b: (a[:, None] - b).abs().mean()),
    ("divided by n - 1; by n, as mean() does",
     lambda a, b: _ways(a, b).abs().sum() / max(len(a) - 1, 1)),
    ("halved; the mean way is asked for", lambda a, b: _distance(a, b) / 2),
    ("doubled; the mean way is asked for", lambda a, b: _distance(a, b) * 2),
    ("the absolute values of the points are compared; the difference comes first",
     lambda a, b: (_sorted(a.abs()) - _sorted(b.abs())).abs().mean()),
    ("the absolute values of the points are compared; the difference comes first",
     lambda a, b: (_sorted(a).abs() - _sorted(b).abs()).abs().mean()),
    ("divided by the spread of the points; the length of the way is asked for as it is",
     lambda a, b: _distance(a, b) / b.std()),
    ("the sign is turned: work is not negative", lambda a, b: -_distance(a, b)),
)  # fmt: skip

FRACTIONS = "mean() takes fractions: are these the points, or their indices?"

CAUSES: Causes = (
    ("unsupported operand type(s) for -: 'torch.return_types.sort'",
     "x.sort() gives two tensors, values and indices: x.sort().values are the points"),
    ("'torch.return_types.sort'",
     "x.sort() gives two tensors, values and indices: x.sort().values are the points"),
    ("for -: 'list' and 'list'",
     "Python's sorted() makes a list; x.sort().values is a tensor"),
    ("'list' object has no attribute", "Python's sorted() makes a list; x.sort().values a tensor"),
    ("must be Tensor, not torch.return_types.sort",
     "x.sort() gives two tensors, values and indices: x.sort().values are the points"),
    ("could not infer output dtype", FRACTIONS),
    ("Input dtype must be", FRACTIONS),
)  # fmt: skip


@dataclass
class Distance(Call):
    """Two sets of points.

    Attributes:
        n: How many points each has.
        width: How far fakes are spread; reals have 1.
        shift: How far fakes lie to the right.
    """

    title: str
    n: int
    width: float = 1.0
    shift: float = 0.0
    essential: bool = False

    names = ("a", "b")
    call = "earth_mover(a, b)"
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        a = self.width * torch.randn(self.n, generator=rng) + self.shift
        return {"a": a, "b": torch.randn(self.n, generator=rng)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        a, b, result = given["a"], given["b"], seen["result"]
        expected = "a tensor with one number: the mean way from each point to its partner"
        if not isinstance(result, Tensor) or result.numel() != 1 or result.is_complex():
            likely = None
            if result is None:
                likely = "the distance is computed but not returned"
            elif isinstance(result, float | int):
                likely = "float() or .item() cuts the distance off from the points"
            elif isinstance(result, Tensor):
                likely = "those are the ways: their mean is asked for"
            elif isinstance(result, Other) and result.type_name.startswith("float"):
                likely = "that is NumPy's number; torch.tensor(…) would cut it off from the points"
            return Finding(expected, name_of(result), likely)
        got, want = result.reshape(()).double(), _distance(a, b).double()
        if close(got, want):
            return None
        likely = known_mistake(MISTAKES, lambda formula: close(got, formula(a, b).double()))
        return Finding(f"{expected}, {want.item():.4g}", spread(got), likely)


class Slope(Distance):
    """A step towards the partner saves work: autograd says so for each point."""

    def example(self, given: Given) -> tuple[Any, ...]:
        a, b = super().example(given)
        return a.requires_grad_(), b

    def observe(self, answer: Any, given: Given) -> Seen:
        a, b = self.example(given)
        result = answer(a, b)
        gradient = None
        if isinstance(result, Tensor) and result.numel() == 1 and result.requires_grad:
            (gradient,) = torch.autograd.grad(result.sum(), a, allow_unused=True)
        return {"result": plain(result), "gradient": plain(gradient)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if finding := super().judge(seen, given):
            return finding
        a, b, gradient = given["a"], given["b"], seen["gradient"]
        order = a.argsort()
        want = torch.zeros_like(a)
        want[order] = (a[order] - _sorted(b)).sign() / len(a)
        if close(gradient, want):
            return None
        expected = f"the slope 1/{len(a)} or -1/{len(a)} for each point"
        if not isinstance(gradient, Tensor) or gradient.shape != want.shape:
            cause = "detach(), .item(), NumPy or no_grad() cuts the distance off from the points"
            return Finding(expected, "a distance without a slope", cause)
        right, got = one_place(gradient, want)
        return Finding(f"{expected}: {right}", got)


item = exercise(
    "8.1",
    "earth_mover(a, b)",
    Distance("two heaps that overlap", 9, 0.7, 0.3, essential=True),
    Distance("two heaps far apart", 6, 1.0, 9.0),
    Distance("many points", 400, 1.5, -0.5),
    Distance("one point each", 1, 2.0),
    Slope("each point feels its slope", 7, 0.8, 0.4),
    LeavesInputs(
        Distance("", 8),
        "the points stay as they are, in their order",
        Finding(
            "a and b unchanged",
            "other values, or another order, in a or b",
            "an operation in place (sort with out=, -=, …) has changed the caller's points",
        ),
    ),
    OnDevice(
        Distance("", 8),
        "a tensor is made on the processor: keep to what a and b give",
    ),
    see=(
        ("sort().values", "hint 2"),
        ("sorted", "hint 1"),
        ("abs()", "hint 1"),
        ("mean", "hint 2"),
    ),
    graded=False,
)
