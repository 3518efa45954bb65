"""What the processes of a notebook use, seen from outside of them (Linux)."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterable

from gancourse.sandbox.limits import MEGABYTE

_TCP_BYTES = 8 * MEGABYTE
_MEMORY = ("RssAnon", "RssShmem", "VmSwap", "VmPTE", "HugetlbPages")


def descendants(pid: int) -> list[int]:
    """All processes below ``pid``, children first."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdecimal() and (fields := _stat(name)):
            children.setdefault(int(fields[1]), []).append(int(name))
    pids: list[int] = []
    level = [pid]
    while level:
        level = [child for parent in level for child in children.get(parent, [])]
        pids += level
    return pids


def _stat(process: int | str) -> list[bytes]:
    """What /proc says of a process or thread, its state first; nothing if it has ended."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return []


# Processor ---------------------------------------------------------------------------------------


class Clock:
    """Adds up the seconds that a notebook's processes have computed.

    Attributes:
        spent: Processor seconds of all of them, those that have ended too.
        wanted: Seconds in which at least one thread computed or waited for a processor.
    """

    def __init__(self) -> None:
        self.spent = self.wanted = 0.0
        self._own: dict[tuple[int, bytes], float] = {}

    def look(self, pids: Iterable[int], busy: bool, seconds: float) -> None:
        """Count what has been used up to now.

        A child that has ended is in the sum of its parent, but only if that has waited for it; and
        it is in what was seen of it before. The larger of both counts.

        Args:
            pids: The processes that there are now.
            busy: Whether one of them computes or waits for a processor.
            seconds: The time since the last look.
        """
        ticks = os.sysconf("SC_CLK_TCK")
        together = 0.0
        for pid in pids:
            if fields := _stat(pid):
                own, children = (sum(map(int, fields[n : n + 2])) / ticks for n in (11, 13))
                self._own[pid, fields[19]] = own  # with its start: numbers are used again
                together += own + children
        self.spent = max(self.spent, together, sum(self._own.values()))
        self.wanted += seconds if busy else 0.0


def busy_threads(pid: int) -> int:
    """How many threads of a process compute, or wait for a processor."""
    return sum(_stat(f"{pid}/task/{thread}")[:1] == [b"R"] for thread in _threads(pid))


def _threads(pid: int) -> list[str]:
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


# Memory ------------------------------------------------------------------------------------------


def memory_of(pid: int) -> int:
    """Bytes that a process fills and that are in no file, page tables too; 0 if it has ended.

    The first thread of a process may have ended before the others: then only they say it.
    """
    for thread in _threads(pid):
        with (
            contextlib.suppress(OSError, ValueError, IndexError),
            open(f"/proc/{pid}/task/{thread}/status", encoding="ascii", errors="replace") as file,
        ):
            fields = dict(line.split(":", 1) for line in file if ":" in line)
            if "RssAnon" in fields:
                return sum(int(fields.get(name, "0").split()[0]) for name in _MEMORY) * 1024
    return 0


def memory_of_files(pid: int, folders: Iterable[str]) -> int:
    """Bytes of the files in folders that lie in memory, as the process ``pid`` sees them."""
    total = 0
    for folder in folders:
        with contextlib.suppress(OSError):  # it has ended
            found = os.statvfs(f"/proc/{pid}/root{folder}")
            total += (found.f_blocks - found.f_bfree) * found.f_frsize
    return total


def memory_of_sockets(pid: int) -> int:
    """Bytes that the sockets of a process's network may hold unread: the kernel says them nowhere.

    0 if it has ended.
    """
    try:
        with open(f"/proc/{pid}/net/sockstat", encoding="ascii") as file:
            counts = dict(line.split(":", 1) for line in file)
        sockets, tcp = (int(counts[name].split()[1]) for name in ("sockets", "TCP"))
        with socket.socket(socket.AF_UNIX) as sample:
            each = 2 * sample.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        return sockets * each + tcp * _TCP_BYTES
    except (OSError, KeyError, ValueError, IndexError):
        return 0
