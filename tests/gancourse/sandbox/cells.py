"""Runs cells in a sandbox with small limits, and reads what came back."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

from gancourse.sandbox.executor import Execution, Executor, Request

LIMITS = {
    "again_seconds": 2,
    "cell_seconds": 4,
    "check_seconds": 4,
    "disk_megabytes": 32,
    "file_megabytes": 16,
    "memory_megabytes": 512,
    "notebook_seconds": 60,
    "output_kilobytes": 64,
    "processes": 32,
}
ROOT = Path(__file__).resolve().parents[3]

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces and fork")


def run(executor: Executor, *sources: str) -> Execution:
    return executor.run([Request(n, source=textwrap.dedent(one)) for n, one in enumerate(sources)])


def shown(execution: Execution, number: int = 0) -> str:
    """All that one cell has shown, as text."""
    return "".join(
        one.get("text") or one.get("evalue") or str(one.get("data", ""))
        for one in execution.outputs.get(number, ())
    )


def failed(execution: Execution) -> list[int]:
    """The cells that show an error."""
    assert execution.last is None, execution.why
    return [
        cell
        for cell, outputs in execution.outputs.items()
        if any(one["output_type"] == "error" for one in outputs)
    ]


def last_line(execution: Execution, number: int = 0) -> str:
    return shown(execution, number).strip().splitlines()[-1]


def weak_forks(executor: Executor) -> bool:
    run(executor, "pass")
    return executor._server.forks
