"""Check every right answer under thousands of seeds: no right work may fail, ever.

    python -m benchmarks soundness [--seeds N] [ITEM …]

runs each check on the right answers of the catalogue in turn, each run with inputs from a seed of
its own: 10,000 seeds where a check takes less than 5 ms, 1,000 otherwise, at one and at two threads
of torch. Before each run the random numbers of Python, NumPy and torch are left in an arbitrary
state, as in a notebook in use. Ends with exit code 1 if a right answer fails once.

Seen failures only show what happens often. What is rare is bounded: aspects state a chance, derived
beside their code, and ``benchmarks.trust.chances`` adds them up.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch

from benchmarks.catalogue import ITEMS, Answer, answers
from benchmarks.trust.chances import chance_of
from gancourse.grading.bounded import start_context

MANY, FEW = 10_000, 1_000
QUICK = 0.005
"""Seconds of a check that is run under many seeds."""
CHUNK = 250
CORES = 2
THREADS = (1, 2)


@dataclass(frozen=True)
class Failure:
    """A right answer that was refused: all that is needed to see it again."""

    answer: str
    seed: int
    threads: int
    words: str

    def __str__(self) -> str:
        return f"{self.answer}, seed {self.seed}, {self.threads} threads: {self.words}"


@dataclass(frozen=True)
class Tally:
    """The runs of one item's check."""

    item: str
    answers: int
    runs: int  # at each number of threads
    failures: tuple[Failure, ...]
    chance: float  # of refusing right work, at most


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", nargs="*", metavar="ITEM", help="all, if none is named")
    parser.add_argument("--seeds", type=int, help="seeds of each item")
    options = parser.parse_args(arguments)
    if unknown := set(options.items) - set(ITEMS):
        parser.error(f"there is no graded item {', '.join(sorted(unknown))}")
    tallies = list(run(options.items or list(ITEMS), options.seeds))
    print(table(tallies))
    failures = [failure for tally in tallies for failure in tally.failures]
    for failure in failures:
        print(failure)
    return int(bool(failures))


def run(names: list[str], seeds: int | None = None) -> Iterator[Tally]:
    """Run the checks of the items named: two at a time, or one with two threads."""
    chances = [chance_of(name) for name in names]
    with ProcessPoolExecutor(CORES, start_context()) as pool:
        counts = [seeds or count for count in pool.map(seeds_for, names)]
    failures: dict[str, list[Failure]] = {name: [] for name in names}
    for threads in THREADS:
        work = [
            (name, threads, first, min(first + CHUNK, count))
            for name, count in zip(names, counts, strict=True)
            for first in range(0, count, CHUNK)
        ]
        with ProcessPoolExecutor(CORES // threads, start_context()) as pool:
            for task, found in zip(
                work, pool.map(failures_of, *zip(*work, strict=True)), strict=True
            ):
                failures[task[0]] += found
    for name, count, chance in zip(names, counts, chances, strict=True):
        yield Tally(name, len(right_answers(name)), count, tuple(failures[name]), chance)


def right_answers(name: str) -> list[Answer]:
    return [answer for answer in answers("right_") if answer.item.name == name]


def seeds_for(name: str) -> int:
    """How many seeds this machine can afford."""
    torch.set_num_threads(1)
    answer = right_answers(name)[0].load()
    seconds = []
    for seed in range(4):
        start = time.perf_counter()
        ITEMS[name].verdict(answer, seed)
        seconds.append(time.perf_counter() - start)
    return MANY if statistics.median(seconds) < QUICK else FEW


def failures_of(name: str, threads: int, first: int, end: int) -> list[Failure]:
    """Check the right answers of an item in turn, under the seeds from ``first`` to ``end``."""
    torch.set_num_threads(threads)
    loaded = [(answer.name, answer.load()) for answer in right_answers(name)]
    failures = []
    for seed in range(first, end):
        file, answer = loaded[seed % len(loaded)]
        stir(f"{name} {threads} {seed}")
        verdict = ITEMS[name].verdict(answer, seed)
        if not verdict.passed:
            outcome = verdict.first_failure[1]
            words = f"{outcome.aspect.title}: {outcome.finding and outcome.finding.got}"
            failures.append(Failure(file, seed, threads, words))
    return failures


def stir(seed: str) -> None:
    """Leave all random numbers in some state, the same for the same ``seed``."""
    random.seed(seed)
    number = random.getrandbits(32)
    np.random.seed(number)  # noqa: NPY002 - the state that students' code shares
    torch.manual_seed(number)
    count = random.randrange(50)
    torch.randn(count)
    np.random.rand(count)  # noqa: NPY002


def table(tallies: list[Tally]) -> str:
    """The runs of all items, and their sums."""
    head = ("right answers", "runs, 1 thread", "runs, 2 threads", "refused", "chance, at most")
    lines = [f"{'item':<26}" + "".join(f"{name:>17}" for name in head)]
    for tally in tallies:
        runs, chance = f"{tally.runs:,}", f"{tally.chance:.1e}" if tally.chance else "0"
        cells = (f"{tally.answers}", runs, runs, f"{len(tally.failures)}", chance)
        lines.append(f"{tally.item:<26}" + "".join(f"{cell:>17}" for cell in cells))
    runs = f"{sum(tally.runs for tally in tallies):,}"
    refused = f"{sum(len(tally.failures) for tally in tallies)}"
    sums = (f"{sum(tally.answers for tally in tallies)}", runs, runs, refused, "")
    lines.append(f"{'all':<26}" + "".join(f"{cell:>17}" for cell in sums))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
