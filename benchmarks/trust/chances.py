"""The chance that a check refuses right work, added up from the bounds derived in ``graders``.

What an answer draws itself decides what its check sees. The aspects of which that is true are
found by running them (``random_aspects``); each is listed here, either among those whose verdict
does not depend on the draws (``EXACT``) or with the sum of its bounds (``DERIVED``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from benchmarks.catalogue import ITEMS, answers
from graders.core import ground
from graders.core.check import Aspect
from graders.instruments import normal as noise
from graders.instruments.training import players

MOST = 1e-9
"""The largest chance that is allowed for one check."""

EXACT = {
    "Accessor",
    "DrawnAnew",  # the same 48 or 144 float32 numbers twice: below 2^-1000
    "EpochBatches",
    "EpochMeans",
    "EpochUpdates",
    "FeedForm",
    "FeedRange",
    "LossGradients",
    "LossIsANumber",
    "LossTargets",
    "LossValue",
    "NoiseShape",
    "SetUpOptimizers",
    "Shapes",
    "StepBatches",
    "StepLosses",
    "StepTwice",
    "StepUpdate",
}
"""Aspects that compare with a reference on the very draws of the answer, or look at shapes."""


def _not_normal(count: int, columns: int) -> float:
    """The sum of the bounds in ``noise.not_normal``, for noise of shape (count, columns)."""
    distance_and_moments = 2 * noise.CHANCE
    column_pairs = math.comb(columns, 2) * _product(count)
    row_pairs = 2 * _product(count * columns // 2)
    return distance_and_moments + column_pairs + row_pairs


def _product(count: int) -> float:
    """Chernoff's bound for the mean product of ``count`` pairs beyond 8 / sqrt(count)."""
    square = 64 / count
    return 2 * math.exp(-count * (square + math.log1p(-square) / 2))


def _fresh(aspect: Any) -> float:
    """The largest layer's weights all in the inner half, or the mean square off (Hoeffding)."""
    weights = [p.numel() for p in aspect.build(aspect.spec.reference).parameters() if p.dim() > 1]
    return 0.5 ** max(weights) + noise.CHANCE


DERIVED: dict[str, Callable[[Any], float]] = {
    "Drawn": lambda aspect: noise.CHANCE + 2 * math.exp(-24),
    "FeedChance": lambda aspect: 16 * (15 / 16) ** 480,  # drawn with replacement
    "FeedNoise": lambda aspect: _not_normal(1024, 8),
    "Fresh": _fresh,
    "LossNoise": lambda aspect: 2 * _not_normal(aspect.fakes, players.Z_DIM),
    # Three draws, each with mean and deviation near 0 and 1 by chance: below 3e-9 for one.
    "NoiseIsFresh": lambda aspect: (3e-9) ** 3,
    "NoiseIsNormal": lambda aspect: _not_normal(4096, 8),
    "SetUpWeights": lambda aspect: 4 * noise.CHANCE,
    "StepNoise": lambda aspect: 4 * _not_normal(aspect.lengths[0], players.Z_DIM),
}


@dataclass(frozen=True)
class Chance:
    """The bound on refusing right work for one aspect; nan where none has been derived."""

    aspect: str
    value: float


def chances(name: str) -> list[Chance]:
    """The bounds of all aspects of an item where chance decides."""
    return [
        Chance(type(aspect).__name__, DERIVED.get(type(aspect).__name__, _unknown)(aspect))
        for aspect in random_aspects(name)
        if type(aspect).__name__ not in EXACT
    ]


def _unknown(aspect: Aspect) -> float:
    return math.nan


def random_aspects(name: str) -> list[Aspect]:
    """The aspects of an item that see something else when a right answer draws other numbers."""
    item = ITEMS[name]
    answer = next(one for one in answers("right_") if one.item is item).load()
    seen = []
    for seed in (1, 2):
        with ground.undisturbed(), ground.standing_in(answer, item.stand_ins):
            observed = []
            for aspect, given in zip(item.aspects, item.given(0), strict=True):
                torch.manual_seed(seed)
                observed.append(_comparable(aspect.observe(answer, given)))
        seen.append(observed)
    return [aspect for aspect, one, other in zip(item.aspects, *seen, strict=True) if one != other]


def _comparable(value: Any) -> Any:
    """An observation with its tensors as lists."""
    if isinstance(value, torch.Tensor):
        return value.shape if value.is_meta else (value.shape, value.tolist())
    if isinstance(value, dict):
        return {name: _comparable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_comparable(part) for part in value]
    return value
