"""Measure how long the checks take, a student's wait after each cell.

    python -m benchmarks checks

times every check on the right and wrong answers of the catalogue, on one core; then the first call
in a fresh process, and what importing all checks takes beyond torch. Prints a table and names what
is over its limit. About three minutes.
"""

from __future__ import annotations

import functools
import statistics
import subprocess
import sys
import timeit
from collections import defaultdict
from typing import NamedTuple

import torch

from benchmarks.catalogue import ITEMS, answers

CHECK_LIMIT, LESSON_LIMIT, IMPORT_LIMIT = 0.05, 0.5, 0.3  # seconds

FIRST_CALL = """
import time, torch
from benchmarks.catalogue import ITEMS, answers
torch.set_num_threads(1)
answer = next(one for one in answers("right_") if one.item.name == {name!r}).load()
start = time.perf_counter()
ITEMS[{name!r}].verdict(answer)
print(time.perf_counter() - start)
"""
IMPORTS = """
import time, torch
start = time.perf_counter()
import graders
checks = [getattr(graders, name) for name in graders.__all__]
print(time.perf_counter() - start)
"""


class Row(NamedTuple):
    """The seconds of one check."""

    item: str
    lesson: str
    median: float
    longest: float
    slowest: str  # the answer of the longest
    first: float  # in a fresh process


def main() -> None:
    torch.set_num_threads(1)
    rows = [measured(name) for name in ITEMS]
    imports = statistics.median(_seconds(IMPORTS) for _ in range(3))
    print(report(rows, imports))


def measured(name: str) -> Row:
    """Time the check of an item on all its answers: the quickest of three calls after the first."""
    seconds = {}
    for answer in answers():
        if answer.item.name != name:
            continue
        check = functools.partial(ITEMS[name].verdict, answer.load())
        check()  # what torch does at a first call is not counted here
        seconds[answer.path.stem] = min(timeit.repeat(check, number=1, repeat=3))
    slowest = max(seconds, key=lambda answer: seconds[answer])
    lesson = ITEMS[name].exercise.partition(".")[0]
    median = statistics.median(seconds.values())
    first = _seconds(FIRST_CALL.format(name=name))
    return Row(name, lesson, median, seconds[slowest], slowest, first)


def report(rows: list[Row], imports: float) -> str:
    """The table, the sums of the lessons, and what is over its limit."""
    lines = [f"{'check':<26}{'median':>9}{'longest':>10}{'first call':>12}  slowest answer"]
    for row in rows:
        numbers = f"{_ms(row.median):>9}{_ms(row.longest):>10}{_ms(row.first):>12}"
        lines.append(f"{row.item:<26}{numbers}  {row.slowest}")
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        sums[row.lesson] += row.median
    lines += [f"lesson 0{lesson}: {_ms(total)} in all" for lesson, total in sorted(sums.items())]
    lines.append(f"importing all checks, beyond torch: {_ms(imports)}")

    over = [f"{row.item} ({_ms(row.longest)})" for row in rows if row.longest > CHECK_LIMIT] + [
        f"lesson 0{lesson} ({_ms(total)})" for lesson, total in sums.items() if total > LESSON_LIMIT
    ]
    if imports > IMPORT_LIMIT:
        over.append(f"the imports ({_ms(imports)})")
    limits = ", ".join(map(_ms, (CHECK_LIMIT, LESSON_LIMIT, IMPORT_LIMIT)))
    lines.append(f"limits for a check, a lesson, the imports: {limits}")
    lines.append(f"over their limit: {', '.join(over) or 'none'}")
    return "\n".join(lines)


def _seconds(program: str) -> float:
    """What a program prints, run in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


if __name__ == "__main__":
    main()
