"""Measure how long grading takes: nbgrader as it comes, nbgrader tuned, otter-grader, and ours.

    python -m benchmarks grading [--pupils 24] [--rounds 2]

All grade the same class in one lesson, by turns, one thread each; otter-grader gets an environment
of its own in a cache folder. Then it takes our time apart: what the student's own code takes, what
the sandbox adds, where the rest goes, and how much memory a worker needs. Prints tables and writes
them into docs/grading.md. About 20 minutes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import textwrap
import time
from pathlib import Path

import torch

from benchmarks.grading.contestants import LESSON, make_course, pupils, write_bytecode
from benchmarks.grading.ours import (
    jobs_of,
    memory,
    memory_table,
    parts,
    parts_table,
    sandbox_table,
    sandboxes,
    start_table,
    start_up,
)
from benchmarks.grading.race import race, race_table
from benchmarks.pages import DOCS, put
from gancourse.course.places import course_root

PAGE = DOCS / "grading.md"


def main() -> None:
    """Measure, print, and write the page's tables."""
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__.split("\n\n")[0]))
    parser.add_argument("--pupils", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    write_bytecode()
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as scratch:
        seconds, counts, found = race(chosen.pupils, chosen.rounds, Path(scratch))
        course = Path(scratch) / "mine"
        config = (course_root() / "nbgrader_config.py").read_text(encoding="utf-8")
        make_course(config, course, pupils(chosen.pupils))
        megabytes = {workers: memory(course, workers) for workers in (1, 2)}
        jobs = jobs_of(course)
        boxes = sandboxes(jobs, chosen.rounds)
        taken = parts(course, jobs)
        started = start_up(course)
    tables = {
        "race": race_table(seconds, counts),
        "sandbox": sandbox_table(boxes),
        "parts": parts_table(taken),
        "start": start_table(started),
        "memory": memory_table(megabytes),
    }
    print(*tables.values(), sep="\n\n")
    overhead = sum(taken.values()) - statistics.median(boxes["bare"])
    full = sum(map(len, found.values()))
    print(f"\n{chosen.pupils} submissions of {LESSON}, {chosen.rounds} rounds; ", end="")
    print(f"{full} checks passed.")
    print(f"Beyond the student's own computing: {overhead:.2f} s a submission.")
    print(f"Measured in {time.perf_counter() - begin:.0f} s; load {os.getloadavg()[0]:.1f}.")
    put(PAGE, **tables)


if __name__ == "__main__":
    main()
