"""Notices code that seeds the global random numbers anew, as a call should not."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

import numpy as np
import torch

from graders.core.aspect import Finding

WORDS = 624
"""Of 32 bits: the state of the Mersenne Twister, which NumPy and Python's random use."""

MOST_STATES = 2000
"""So many states further, more than a million draws, is not looked."""


@contextlib.contextmanager
def watched_seeds() -> Iterator[list[str]]:
    """A list that holds, at the end, whose random numbers were seeded anew in between.

    Torch remembers the seed itself. The states of the other two are followed: drawing leads from
    each state to a certain next one, and seeding to another.
    """
    anew: list[str] = []
    seed, numpy_state, python_state = torch.initial_seed(), _numpy_state(), _python_state()
    yield anew
    if torch.initial_seed() != seed:
        anew.append("torch's")
    if not _leads_to(numpy_state, _numpy_state()):
        anew.append("NumPy's")
    if not _leads_to(python_state, _python_state()):
        anew.append("Python's")


def _numpy_state() -> list[int]:
    return np.random.get_state(legacy=False)["state"]["key"].tolist()  # noqa: NPY002


def _python_state() -> list[int]:
    return list(random.getstate()[1][:WORDS])


def _leads_to(before: list[int], after: list[int]) -> bool:
    """Whether drawing alone leads from one state of a Mersenne Twister to another."""
    twister = random.Random()
    twister.setstate((3, (*before, WORDS), None))
    for _ in range(MOST_STATES):
        if before == after:
            return True
        twister.getrandbits(32 * WORDS)
        before = list(twister.getstate()[1][:WORDS])
    return False


def seeded_anew(whose: list[str]) -> Finding | None:
    """A finding if anybody's random numbers were seeded anew, from `watched_seeds`."""
    if not whose:
        return None
    return Finding(
        "random numbers that go on from the seed that was set before the call",
        f"a new seed for {' and '.join(whose)} random numbers",
        "a seed is set inside the function: it takes away the one that somebody has set outside",
    )
