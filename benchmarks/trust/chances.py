"""The chance that a check refuses right work: the sum of what its aspects state.

What an answer draws itself decides what some aspects see. Which ones is found by running them
(``random_aspects``); each of them has to state a chance, beside its judge (``states_a_chance``).
"""

from __future__ import annotations

from typing import Any

import torch

from benchmarks.catalogue import ITEMS, answers
from graders.core import ground
from graders.core.aspect import Aspect

MOST = 1e-9
"""The largest chance that is allowed for one check."""


def chance_of(name: str) -> float:
    """The sum of the chances that the aspects of an item state.

    Raises:
        ValueError: An aspect sees what an answer draws, and its class states no chance.
    """
    for aspect in random_aspects(name):
        if not states_a_chance(aspect):
            raise ValueError(
                f"{type(aspect).__name__} of {name} sees what an answer draws: its class has to "
                f"state the chance that it refuses right draws (0.0 if no draw decides)"
            )
    return sum(aspect.chance for aspect in ITEMS[name].aspects)


def states_a_chance(aspect: Aspect) -> bool:
    """Whether the class that judges defines ``chance``, or one that is derived from it does."""
    for kind in type(aspect).__mro__:
        if "chance" in vars(kind):
            return kind is not Aspect
        if "judge" in vars(kind):
            return False
    return False


def random_aspects(name: str) -> list[Aspect]:
    """The aspects of an item that see something else when a right answer draws other numbers."""
    item = ITEMS[name]
    answer = next(one for one in answers("right_") if one.item is item).load()
    seen = []
    for seed in (1, 2):
        with ground.undisturbed(), ground.standing_in(answer, item.stand_ins):
            observed = []
            for aspect, given in zip(item.aspects, item.given(0), strict=True):
                ground.set_seeds(seed)
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
