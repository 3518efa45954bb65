"""Finds processes of a grading that runs: its workers, and all that it has started."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from gancourse.sandbox.usage import descendants


def workers(pid: int) -> list[int]:
    """The worker processes below ``pid``: those that have started a sandbox."""
    sandboxes = [child for child in descendants(pid) if _is_sandbox(child)]
    return sorted({parent for child in sandboxes if not _is_sandbox(parent := _parent(child))})


def kill(pid: int) -> None:
    """Kill one process as a system does that has run out of memory."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def alive(pids: list[int]) -> list[int]:
    """Those of some processes that still run."""
    return [pid for pid in pids if _state(pid) not in ("", "Z")]


def _is_sandbox(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"gancourse.sandbox.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _fields(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return text.rpartition(")")[2].split()
    return ["", "0"]


def _state(pid: int) -> str:
    return _fields(pid)[0]


def _parent(pid: int) -> int:
    return int(_fields(pid)[1])
