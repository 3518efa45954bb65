"""What observations earn that no answer made: recorded elsewhere, or of other forms.

A student's process can send whatever it likes as what was observed. So what was recorded for other
inputs may earn only what does not depend on inputs, and what is no value may earn nothing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from benchmarks.catalogue import ITEMS
from benchmarks.trust.answer_cells import answer_cells

KNOWN = tomllib.loads((Path(__file__).parent / "forged.toml").read_text(encoding="utf-8"))


def observations(name: str, seed: int) -> list[Any]:
    """What the solution of the lesson shows to a check with inputs from ``seed``."""
    item = ITEMS[name]
    return item.observe(answer_cells()[name].load(), item.given(seed), seed)


def earning(name: str, seen: list[Any], seed: int) -> set[str]:
    """The titles of the aspects that pass and bring points."""
    verdict = ITEMS[name].judge(seen, ITEMS[name].given(seed))
    outcomes = [one for one in verdict.outcomes if not one.aspect.rule]
    return {one.aspect.title for one in outcomes if one.passed}


@pytest.mark.parametrize("name", ITEMS)
def test_observations_of_other_inputs_earn_only_what_needs_no_inputs(name):
    everything = earning(name, observations(name, 0), 0)
    assert everything == {one.title for one in ITEMS[name].aspects if not one.rule}
    assert earning(name, observations(name, 0), 2**50 + 1) == set(KNOWN["replayed"].get(name, ()))


def _replaced(value: Any, replace: Callable[[Any], Any]) -> Any:
    """A value whose numbers, texts and tensors are replaced, inside of lists and dicts too."""
    if isinstance(value, dict):
        return {key: _replaced(part, replace) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(part, replace) for part in value]
    return replace(value)


STRANGE: dict[str, Callable[[Any], Any]] = {
    "nan": lambda v: torch.full_like(v.float(), math.nan) if torch.is_tensor(v) else math.nan,
    "meta": lambda v: v.to("meta") if torch.is_tensor(v) else None,
    "empty": lambda v: v.flatten()[:0] if torch.is_tensor(v) else "",
    "none": lambda v: None,
    "huge": lambda v: torch.full_like(v.float(), 3e38) if torch.is_tensor(v) else 1e308,
    "yes": lambda v: torch.ones_like(v) if torch.is_tensor(v) else True,
}


@pytest.mark.parametrize("name", ITEMS)
def test_what_is_no_value_earns_nothing_that_is_about_values(name):
    seen = observations(name, 0)
    earned = [earning(name, _replaced(seen, replace), 0) for replace in STRANGE.values()]
    assert set.union(*earned) == set(KNOWN["strange"].get(name, ()))


@pytest.mark.parametrize("name", ITEMS)
def test_empty_observations_earn_nothing(name):
    for nothing in ({}, [], None, "passed", True, {"passed": True}):
        assert earning(name, [nothing] * len(ITEMS[name].aspects), 0) == set()
