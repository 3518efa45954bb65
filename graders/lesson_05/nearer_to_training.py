"""Exercise 5.3: whether fakes are nearer to what was trained on than to what was not."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Known, Seen
from graders.core.errors import Causes
from graders.core.values import name_of
from graders.instruments.calls import Call, LeavesInputs, exercise
from graders.lesson_05._numbers import is_number, number

Formula = Callable[[Tensor, Tensor, Tensor], Tensor]
"""From fakes (m, pixels), training (n, pixels) and held-out images (k, pixels) to one number, or to
what is taken for it."""

LEVELS = 128
"""Steps of a pixel from 0 to 1. Sums of their squares are exact in float32, however they are
computed, so that neither a tie nor an order depends on rounding."""


def _apart(one: Tensor, other: Tensor) -> Tensor:
    """Squared distances, (m, n)."""
    return (one[:, None] - other).square().sum(2)


def _share(t: Tensor, h: Tensor, tie: float = 0.5) -> Tensor:
    """The share of distances to training images that are less than those to held-out ones."""
    return ((t < h) + tie * (t == h)).double().mean()


def _cut(training: Tensor, held_out: Tensor) -> tuple[Tensor, Tensor]:
    n = min(len(training), len(held_out))
    return training[:n], held_out[:n]


def _with(
    of: Callable[[Tensor, Tensor], Tensor], tie: float = 0.5
) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The share, with another distance of a fake from a set."""

    def share(f: Tensor, t: Tensor, h: Tensor) -> Tensor:
        t, h = _cut(t, h)
        return _share(of(f, t), of(f, h), tie)

    return share


def _nearest(f: Tensor, images: Tensor) -> Tensor:
    return _apart(f, images).amin(1)


_nearer = _with(_nearest)


def _untied(f: Tensor, t: Tensor, h: Tensor) -> Tensor:
    t, h = _cut(t, h)
    near, far = _nearest(f, t), _nearest(f, h)
    return (near < far).sum() / (near != far).sum()


def _ratio(f: Tensor, t: Tensor, h: Tensor) -> Tensor:
    t, h = _cut(t, h)
    return _nearest(f, t).sqrt().mean() / _nearest(f, h).sqrt().mean()


Mistakes = tuple[tuple[str, Formula], ...]

FLATTEN = (
    "each image has to become a row, flatten(start_dim=1): torch.cdist works on the last dimension"
)

OF_TIES: Mistakes = (
    ("ties count 0 here; a tie is one half, and < gives it to nobody", _with(_nearest, 0.0)),
    ("ties count 1 here; a tie is one half, and <= gives it to the training set",
     _with(_nearest, 1.0)),
    ("the ties are left out; each counts one half", _untied),
)  # fmt: skip

OF_SETS: Mistakes = (
    *OF_TIES,
    ("both sets have to be equally large: keep the first n of each, n the smaller number",
     lambda f, t, h: _share(_nearest(f, t), _nearest(f, h))),
    ("the last images of the larger set are kept; its first ones are asked for",
     lambda f, t, h: _nearer(f, t[-len(h):], h[-len(t):])),
    ("the fakes are cut too: every fake counts, only the two sets are made equally large",
     lambda f, t, h: _nearer(f[:min(len(t), len(h))], t, h)),
)  # fmt: skip

ALL: Mistakes = (
    *OF_SETS,
    ("that is the share that is nearer to the held-out images: compare the other way round",
     lambda f, t, h: 1 - _nearer(f, t, h)),
    ("the mean distance to a whole set is compared; the nearest image counts: min, not mean",
     _with(lambda f, x: _apart(f, x).sqrt().mean(1))),
    ("the mean distance to a whole set is compared; the nearest image counts: min, not mean",
     _with(lambda f, x: _apart(f, x).mean(1))),
    ("the farthest image is taken; the nearest is asked for: min, not max",
     _with(lambda f, x: _apart(f, x).amax(1))),
    ("argmin says which image is nearest; the distance to it, min, has to be compared",
     _with(lambda f, x: _apart(f, x).argmin(1).double())),
    ("argmin says which image is nearest; the distance to it, min, has to be compared",
     lambda f, t, h: (_apart(f, t).argmin(1) < _apart(f, h).argmin(1)).double().mean()),
    ("along dim=0 the nearest fake of each image is found; asked for is the nearest image of each "
     "fake",
     lambda f, t, h: _share(_nearest(t, f), _nearest(h, f))),
    ("the absolute differences are added; the distance adds their squares",
     _with(lambda f, x: (f[:, None] - x).abs().sum(2).amin(1))),
    ("the largest difference of a pixel is taken; the distance adds the squares of all",
     _with(lambda f, x: (f[:, None] - x).abs().amax(2).amin(1))),
    ("the differences of the pixels are added with their signs: square each first",
     _with(lambda f, x: (f[:, None] - x).sum(2).abs().amin(1))),
    ("each fake is compared with the mean of a set; its nearest image is asked for",
     _with(lambda f, x: (f - x.mean(0)).square().sum(1))),
    ("each fake is compared with one image of a set; look at all of them for the nearest",
     _with(lambda f, x: _apart(f, x)[:, 0])),
    ("all pairs are compared; first the nearest of each set is found, then there is one comparison "
     "for each fake",
     lambda f, t, h: _share(_apart(f, t), _apart(f, h))),
    ("the scalar product is no distance: subtract, square, add",
     _with(lambda f, x: -(f @ x.T).amax(1))),
    ("that is the number of fakes; divide by all of them",
     lambda f, t, h: _nearer(f, t, h) * len(f)),
    ("that is in per cent; a share lies between 0 and 1", lambda f, t, h: _nearer(f, t, h) * 100),
    ("divided by the images of a set; divide by the number of fakes",
     lambda f, t, h: _nearer(f, t, h) * len(f) / len(t)),
    ("chance is subtracted; the share itself is asked for", lambda f, t, h: _nearer(f, t, h) - 0.5),
    ("those are distances on average; compare fake by fake, then take the share", _ratio),
    ("those are distances on average; compare fake by fake, then take the share",
     lambda f, t, h: (_nearest(f, h).sqrt() - _nearest(f, t).sqrt()).mean()),
    ("there is one comparison for all fakes; each has its own, and their share is asked for",
     lambda f, t, h: (_ratio(f, t, h) < 1).double()),
    ("the share is rounded; return it as it is",
     lambda f, t, h: _nearer(f, t, h).mul(10).round() / 10),
)  # fmt: skip

CAUSES: Causes = (
    ("must match", FLATTEN),
    ("expanded size", FLATTEN),
    ("must have same number of", FLATTEN),
    ("X1 and X2 must have", FLATTEN),
    ("at least 2D", "flatten(start_dim=1) makes one row of each image, and keeps the rows"),
)


@dataclass
class Nearer(Call):
    """The share, for images whose pixels have few levels.

    Attributes:
        sizes: Fakes, training images, held-out images.
        shape: Of one image.
        mistakes: Those that may show here first.
        shared: So many images stand in both sets, so that fakes near to them tie.
    """

    title: str
    sizes: tuple[int, int, int]
    mistakes: Mistakes = ()
    shape: tuple[int, int, int] = (1, 4, 3)
    dtype: torch.dtype = torch.float32
    shared: int = 0
    weight: int = 1
    rule: bool = False
    essential: bool = False

    call = "nearer_to_training(fakes, training, held_out)"
    names = ("fakes", "training", "held_out")
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        fakes, training, held_out = (
            torch.randint(LEVELS + 1, (size, *self.shape), generator=rng) / LEVELS
            for size in self.sizes
        )
        held_out[: self.shared] = training[: self.shared].flip(0)
        # A third of the fakes lies near to some of the training images.
        near = torch.randperm(len(fakes), generator=rng)[: len(fakes) // 3]
        to = torch.randint((len(training) + 1) // 2, (len(near),), generator=rng)
        steps = torch.randint(-30, 31, (len(near), *self.shape), generator=rng) / LEVELS
        fakes[near] = (training[to] + steps).clamp(0, 1)
        images = {"fakes": fakes, "training": training, "held_out": held_out}
        return {name: of.to(self.dtype) for name, of in images.items()}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result, rows = number(seen["result"]), _rows(given)
        want = _nearer(*rows).item()
        if not is_number(result):
            return Finding("one number", name_of(result), _cause_of_no_number(result))
        if abs(result - want) < 1e-6:
            return None
        causes = {
            sentence for sentence, formula in self.mistakes
            if math.isclose(formula(*rows).item(), result, rel_tol=1e-6)
        }  # fmt: skip
        # Of two causes one would be false.
        likely = Known(causes.pop()) if len(causes) == 1 else None
        return Finding(f"{want:.4g}, a share of the {len(rows[0])} fakes", f"{result:g}", likely)


def _rows(given: Given) -> tuple[Tensor, Tensor, Tensor]:
    fakes, training, held_out = (given[name].flatten(1).double() for name in Nearer.names)
    return fakes, training, held_out


def _cause_of_no_number(result: Any) -> str | None:
    if result is None:
        return "a forgotten return"
    if isinstance(result, bool):
        return (
            "one comparison for all fakes together; each fake has its own, and their share counts"
        )
    if isinstance(result, str):
        return "a text is no number: return the number itself"
    if isinstance(result, Tensor | list | tuple):
        return "one number is asked for: the mean over all fakes"
    return None


item = exercise(
    "5.3",
    "nearer_to_training(fakes, training, held_out)",
    Nearer("whose nearest image is nearer", (251, 9, 9), ALL, weight=2, essential=True),
    Nearer("of a larger training set only the first n", (90, 12, 5), OF_SETS),
    Nearer("of a larger held-out set only the first n; three colours", (90, 6, 13), OF_SETS,
           (3, 4, 3), torch.float64),
    Nearer("ties count one half", (90, 8, 8), OF_TIES, shared=5),
    # Whoever always returns 0 or 1 may be right here.
    Nearer("one fake, one image in each set", (1, 1, 1), rule=True),
    LeavesInputs(
        Nearer("", (20, 5, 5)),
        "the images stay as they are",
        Finding(
            "the images unchanged",
            "other values",
            "an operation in place (-=, sub_, …) has changed the caller's images",
        ),
    ),
    see=(
        ("flatten", "hint 1"),
        ("min,", "hint 1"),
        ("equally large", "hint 2"),
        ("half", "hint 2"),
    ),
)  # fmt: skip
