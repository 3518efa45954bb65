"""Hand every judge hostile observations: how long it takes, and whether its verdict has words.

    python -m benchmarks judges
    python -m benchmarks judges get_noise train_step

A student's process can send whatever it likes as what was observed. Here what the solution shows
is changed: values of other kinds and sizes, lists stretched, dicts with many keys. Prints the
slowest of each item. The exit code is 1 if one takes more than a second or cannot be worded.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch

from benchmarks.catalogue import ITEMS
from benchmarks.pages import markdown
from benchmarks.trust.answer_cells import answer_cells
from gancourse.grading.bounded import TooLong, bounded
from gancourse.sandbox import wire
from graders.core import message
from graders.core.errors import Raised
from graders.core.values import Other

MOST_SECONDS = 1.0

Change = Callable[[Any, int], Any]
"""Makes a hostile value of an observed one; the number says how large."""


def _nested(value: Any, size: int) -> Any:
    for _ in range(wire.MOST_DEPTH - 6):
        value = [value]
    return value


def _larger(value: Any, size: int) -> Any:
    """A tensor with more rows, full of the same numbers; a longer string; a larger number."""
    if isinstance(value, torch.Tensor):
        rows = max(1, size * 100 // max(1, value.numel()))
        return value.repeat(rows, *[1] * (value.dim() - 1)) if value.dim() else value.repeat(size)
    return value * size if isinstance(value, str | int | float) and value else value


LEAVES: dict[str, Change] = {
    "blanks": lambda value, size: " " * (40 * size) + "x",
    "digits": lambda value, size: "7" * (40 * size),
    "brackets": lambda value, size: "([{" * (10 * size),
    "a huge number": lambda value, size: 10**900,
    "nan": lambda value, size: math.nan,
    "infinity": lambda value, size: math.inf,
    "a bool": lambda value, size: True,
    "None": lambda value, size: None,
    "an error": lambda value, size: Raised("x" * wire.MOST_WORDS, "E", True, "(*args", "x"),
    "another object": lambda value, size: Other("x" * wire.MOST_WORDS),
    "a scalar": lambda value, size: torch.tensor(7.0),
    "a large tensor": lambda value, size: torch.linspace(-9, 9, 200 * size),
    "a matrix": lambda value, size: torch.linspace(-1, 1, size**2).reshape(size, -1),
    "images": lambda value, size: torch.zeros(size // 10, 3, 32, 32),
    "a tensor of complex numbers": lambda value, size: torch.full((7, 7), 1j),
    "a tensor of bools": lambda value, size: torch.ones(7, 7, dtype=torch.bool),
    "a tensor of no values": lambda value, size: torch.zeros(0, 3),
    "a tensor on meta": lambda value, size: torch.empty(2**19, 2**19, device="meta"),
    "lists in lists": _nested,
    "many numbers": lambda value, size: [7] * (10 * size),
    "many texts": lambda value, size: ["x" * 40] * size,
    "many tensors": lambda value, size: [torch.ones(2)] * size,
    "many keys": lambda value, size: {f"{n}" * 9: n for n in range(size)},
    "many of itself": lambda value, size: [value] * (size if _is_small(value) else 10),
    "larger": _larger,
}  # fmt: skip


def _is_small(value: Any) -> bool:
    return not isinstance(value, torch.Tensor) or value.numel() < 10_000


def _leaves(value: Any, change: Change, size: int) -> Any:
    """The same lists and dicts with every value changed."""
    if isinstance(value, dict):
        return {key: _leaves(part, change, size) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_leaves(part, change, size) for part in value]
    return change(value, size)


def _stretched(value: Any, size: int) -> Any:
    """The same lists and dicts, every list as long as fits, every dict with many more keys."""
    if isinstance(value, dict):
        more = {f"{n} more": n for n in range(size)}
        return {key: _stretched(part, size) for key, part in value.items()} | more
    if isinstance(value, list | tuple):
        parts = [_stretched(part, 0) for part in value]
        return (parts * size)[:size] if size else parts
    return value


def hostile(name: str, size: int) -> Iterator[tuple[str, list[Any]]]:
    """Hostile observations of one item, as they come out of the sandbox.

    Args:
        name: The item's name.
        size: How large they are: 1,000 makes lists of thousands and strings of 40,000 characters.
    """
    item = ITEMS[name]
    seen = item.observe(answer_cells()[name].load(), item.given(0), 0)
    changed: dict[str, Any] = {
        label: [_leaves(one, change, size) for one in seen] for label, change in LEAVES.items()
    }
    for label, change in LEAVES.items():  # in the place of whole lists
        changed[f"{label}, alone"] = [
            {key: change(value, size) for key, value in one.items()} for one in seen
        ]
    changed["stretched"] = [_stretched(one, size) for one in seen]
    for label, observations in changed.items():
        received = []
        for one in observations:
            try:
                received.append(wire.decode(wire.encode(one)))
            except wire.WireError:
                received.append(None)
        yield label, received


def judged(name: str, observations: bytes) -> float:
    """Seconds that it takes to judge observations and to word the verdict."""
    item = ITEMS[name]
    given, seen = item.given(0), wire.decode(observations)
    begin = time.perf_counter()
    verdict = item.judge(seen, given)
    message.text(verdict)
    message.as_html(verdict)
    return time.perf_counter() - begin


def worst(name: str, size: int) -> tuple[float, str]:
    """The seconds of the slowest hostile observations of an item, and what they are."""
    slowest = (0.0, "")
    for label, seen in hostile(name, size):
        try:
            seconds = bounded(judged, name, wire.encode(seen))
        except wire.WireError:  # larger than what is read
            continue
        except TooLong:
            seconds = math.inf
        except Exception as error:
            return math.inf, f"{label}: {type(error).__name__}"
        slowest = max(slowest, (seconds, label))
    return slowest


def main(names: list[str]) -> int:
    """Print the slowest of each item; return the exit code."""
    found = {name: worst(name, 1000) for name in names or ITEMS}
    rows = [[name, f"{seconds:.2f}", label] for name, (seconds, label) in found.items()]
    print(markdown(["item", "seconds", "slowest"], rows))
    return 1 if any(seconds > MOST_SECONDS for seconds, _ in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
