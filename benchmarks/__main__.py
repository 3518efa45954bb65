"""Run a benchmark: ``python -m benchmarks`` lists them, ``python -m benchmarks NAME`` runs one.

Each runs in a process of its own, with one thread and fixed hashes, so that its figures are
repeatable. What stands behind NAME is handed on: ``python -m benchmarks grading --pupils 24``.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

MODULES = {
    "training": "benchmarks.training",
    "quality": "benchmarks.quality",
    "remedies": "benchmarks.remedies",
    "measuring": "benchmarks.measuring",
    "neighbours": "benchmarks.neighbours",
    "checks": "benchmarks.checks",
    "checks-table": "benchmarks.checks_table",
    "mutation": "benchmarks.trust.mutation",
    "soundness": "benchmarks.trust.soundness",
    "published": "benchmarks.trust.published",
    "judges": "benchmarks.trust.judges",
    "grading": "benchmarks.grading.__main__",
    "limits": "benchmarks.grading.limits",
    "points": "benchmarks.points",
    "class": "benchmarks.class_size",
    "week": "benchmarks.week",
    "lessons": "benchmarks.lessons",
    "redteam": "benchmarks.redteam.__main__",
    "class-generator": "benchmarks.play.class_generator",
    "play": "benchmarks.play.pages",
}
QUIET = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "PYTHONHASHSEED": "0"}


def about(module: str) -> str:
    """The first line of a module's docstring, without importing the module."""
    spec = importlib.util.find_spec(module)
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return ast.get_docstring(tree).partition("\n")[0]


def main(words: list[str]) -> int:
    """List the benchmarks, or run the one that is named; return its exit code."""
    if not words:
        for name, module in MODULES.items():
            print(f"{name:<16}{about(module)}")
        return 0
    name, *options = words
    if name not in MODULES:
        print(f"There is no benchmark {name!r}; there are {', '.join(MODULES)}.", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", MODULES[name], *options]
    return subprocess.run(command, env=os.environ | QUIET).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
