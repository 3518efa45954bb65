"""All graders grade the same class, by turns."""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path

from nbformat import NotebookNode

from benchmarks.grading.contestants import Passed, contestants, pupils, run
from benchmarks.pages import markdown


def race(
    count: int, rounds: int, scratch: Path
) -> tuple[dict[str, list[float]], dict[str, int], Passed]:
    """Seconds of each grader for a class, then for one pupil; how many it graded; what ours found.

    They take turns, so that a busy moment of the machine does not hit one of them alone.
    """
    handed_in = pupils(count)
    first = _first(handed_in, 1)
    seconds: dict[str, list[float]] = defaultdict(list)
    graders = contestants()
    for number, grader in enumerate(graders):
        grader.make(scratch / f"{number}-class", _first(handed_in, grader.most))
        grader.make(scratch / f"{number}-one", first)
    counts = {one.name: len(_first(handed_in, one.most)) for one in graders}
    for _ in range(rounds):
        for number, grader in enumerate(graders):
            for size in ("class", "one"):
                folder = scratch / f"{number}-{size}"
                seconds[f"{grader.name}/{size}"].append(run(grader.commands(folder), folder))
            each = seconds[f"{grader.name}/class"][-1] / counts[grader.name]
            say(f"{grader.name}: {each:.2f} s a submission")
    found = {one.name: one.passed(scratch / f"{n}-class") for n, one in enumerate(graders)}
    reference = found[graders[-1].name]
    for name, one in found.items():
        for pupil in _first(handed_in, counts[name]):
            if one.get(pupil) != reference[pupil]:
                differ = sorted(reference[pupil] ^ one.get(pupil, frozenset()))
                print(f"{name} finds something else for {pupil}: {', '.join(differ)}")
    return seconds, counts, reference


def _first(handed_in: dict[str, NotebookNode], most: int | None) -> dict[str, NotebookNode]:
    return dict(islice(handed_in.items(), most))


def race_table(seconds: dict[str, list[float]], counts: dict[str, int]) -> str:
    """Seconds of each grader for a whole class and for one pupil more, beside the first of them."""
    names = [name.removesuffix("/class") for name in seconds if name.endswith("/class")]
    each = {name: [s / counts[name] for s in seconds[f"{name}/class"]] for name in names}
    more = {
        name: statistics.median(
            (whole - one) / (counts[name] - 1)
            for whole, one in zip(seconds[f"{name}/class"], seconds[f"{name}/one"], strict=True)
        )
        for name in names
    }
    rows = []
    for name in names:
        ratios = [a / b for a, b in zip(each[names[0]], each[name], strict=True)]
        rows.append(
            [
                name,
                f"{statistics.median(each[name]):.2f}",
                f"{min(each[name]):.2f} to {max(each[name]):.2f}",
                f"{statistics.median(ratios):.1f}",
                f"{statistics.median(seconds[f'{name}/one']):.1f}",
                f"{more[name]:.2f}",
                f"{more[names[0]] / more[name]:.1f}",
            ]
        )
    head = ["grader", "seconds a submission", "lowest to highest", "times as fast"]
    return markdown([*head, "a class of one", "one pupil more", "times as fast"], rows)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
