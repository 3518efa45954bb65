"""What shows in thousands of normal draws: cut tails, repetitions, ties between columns."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

CHANCE = 1e-11
"""With which standard normal draws have other tails than `other_tails` allows; likewise ties."""

BOTH_SIDES = (2.0, 2.5, 3.0, 3.5, 4.0)
ONE_SIDE = (2.0, 3.0, 3.5)
"""Where a tail begins."""

SAME = 1e-7
"""The chance that two float32 draws are equal, at most. Half a million show 1.4e-8."""

COPIES = (
    "some rows are copies of others, or mirrored: each sample needs values of its own, drawn anew"
)

DIFFERENT = 0.93
"""The least part of different numbers among draws; among half a million it is 0.996."""


@dataclass(frozen=True)
class Draws:
    """What is looked at in many draws, shape (n, columns), in place of the draws themselves.

    Attributes:
        count, columns: The numbers of draws and of columns.
        mean, square: The mean, and the mean of the squares.
        beyond: How many lie outside of each tail's beginning: on both sides, above, below.
        different: How many different numbers there are.
        rows: How many rows differ by more than signs and order.
        narrowest, widest: The extreme singular values.
    """

    count: int
    columns: int
    mean: float
    square: float
    beyond: list[int]
    different: int
    rows: int
    narrowest: float
    widest: float

    @staticmethod
    def of(noise: Tensor) -> Draws:
        """Measure draws, all finite."""
        values = noise.double()
        gram = torch.linalg.eigvalsh(values.T @ values).clamp(min=0).sqrt()
        sizes = noise.abs()
        return Draws(
            values.numel(),
            values.shape[1],
            values.mean().item(),
            values.square().mean().item(),
            [
                *(int((sizes > tail).sum()) for tail in BOTH_SIDES),
                *(int((noise > tail).sum()) for tail in ONE_SIDE),
                *(int((noise < -tail).sum()) for tail in ONE_SIDE),
            ],
            noise.unique().numel(),
            different_rows(noise),
            gram.min().item(),
            gram.max().item(),
        )

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def chance_of(count: int, columns: int) -> float:
    """The chance that what is below says something of standard normal draws, at most.

    Beside `other_tails` and `ties`: two rows with the same numbers, up to signs and order; and so
    many equal numbers. The mean part of these is at most count * SAME / 2. One draw changes their
    number by 1 at most, so McDiarmid's inequality (1989) bounds the chance of more.
    """
    same_rows = same_rows_chance(count // columns, columns)
    spare = 1 - DIFFERENT - count * SAME / 2
    return 2 * CHANCE + same_rows + math.exp(-2 * count * spare**2)


def different_rows(noise: Tensor) -> int:
    """How many rows differ by more than signs and order."""
    return len(noise.abs().sort(dim=1).values.unique(dim=0))


def same_rows_chance(rows: int, columns: int) -> float:
    """The chance that of so many rows two do not differ by more than that, at most."""
    return math.comb(rows, 2) * math.factorial(columns) * (2 * SAME) ** columns


def copies(draws: Draws) -> str | None:
    """Whether rows come again."""
    return COPIES if draws.rows < draws.count // draws.columns else None


def few_numbers(draws: Draws) -> str | None:
    """Whether numbers come again more often than float32 lets them."""
    if draws.different < DIFFERENT * draws.count:
        return (
            f"of {draws.count} numbers, {draws.different} are different: they are rounded, or "
            "taken from a table; leave them as they are drawn"
        )
    return None


def other_tails(draws: Draws, mean: float = 0.0, deviation: float = 1.0) -> str | None:
    """Whether too few or too many numbers lie far out, for draws from N(mean, deviation).

    The number K beyond a tail's beginning is binomial: n draws, each with the chance p. Chernoff's
    bound is P(K <= k) <= exp(-n D) for k < n p, with D = KL(k / n || p), and the same above.
    """

    def above(tail: float, mean: float) -> float:
        return math.erfc((tail - mean) / deviation / math.sqrt(2)) / 2

    tails = [(tail, above(tail, mean) + above(tail, -mean)) for tail in BOTH_SIDES]
    tails += [(tail, above(tail, mean)) for tail in ONE_SIDE]
    tails += [(tail, above(tail, -mean)) for tail in ONE_SIDE]
    bound = math.log(2 * len(tails) / CHANCE)
    for (tail, p), beyond in zip(tails, draws.beyond, strict=True):
        expected = draws.count * p
        if draws.count * _divergence(beyond / draws.count, p) > bound:
            if beyond == 0:
                return f"no number lies beyond {tail:g}: leave the numbers as they are drawn"
            way = "few" if beyond < expected else "many"
            return f"too {way} numbers lie beyond {tail:g}: {beyond}, not about {expected:.0f}"
    return None


def _divergence(q: float, p: float) -> float:
    """Kullback and Leibler's divergence of two coins."""
    first = q * math.log(q / p) if q else 0.0
    return first + ((1 - q) * math.log((1 - q) / (1 - p)) if q < 1 else 0.0)


def ties(draws: Draws) -> str | None:
    """Whether columns depend on each other: then some sum of them is narrower than the others.

    Davidson and Szarek (2001, theorem II.13): the singular values of n rows and k columns of
    standard normal draws lie within sqrt(n) -+ (sqrt(k) + t), each end with a chance of at most
    exp(-t^2 / 2) of being passed.
    """
    rows, t = draws.count / draws.columns, math.sqrt(2 * math.log(2 / CHANCE))
    reach = math.sqrt(draws.columns) + t
    if draws.narrowest < math.sqrt(rows) - reach or draws.widest > math.sqrt(rows) + reach:
        return "the components of z are not independent: each is drawn for itself"
    return None
