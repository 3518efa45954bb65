"""What the processes of a notebook use, seen from outside of them (Linux)."""

from __future__ import annotations

import contextlib
import os
import socket

from gancourse.sandbox.limits import MEGABYTE

_TCP_BYTES = 8 * MEGABYTE


def descendants(pid: int) -> list[int]:
    """All processes below ``pid``, children first."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                parent = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(name))
    pids: list[int] = []
    level = [pid]
    while level:
        level = [child for parent in level for child in children.get(parent, [])]
        pids += level
    return pids


def memory_of(pid: int) -> int:
    """Bytes that a process fills and that are in no file, page tables too; 0 if it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            fields = dict(line.split(":", 1) for line in file if ":" in line)
        return sum(int(fields[name].split()[0]) for name in ("RssAnon", "RssShmem", "VmPTE")) * 1024
    except (OSError, KeyError, ValueError, IndexError):
        return 0


def memory_of_sockets() -> int:
    """Bytes that the sockets of this network may hold unread: the kernel counts them nowhere."""
    try:
        with open("/proc/net/sockstat", encoding="ascii") as file:
            counts = dict(line.split(":", 1) for line in file)
        sockets, tcp = (int(counts[name].split()[1]) for name in ("sockets", "TCP"))
        with socket.socket(socket.AF_UNIX) as sample:
            each = 2 * sample.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        return sockets * each + tcp * _TCP_BYTES
    except (OSError, KeyError, ValueError, IndexError):
        return 0


def busy_threads(pid: int) -> int:
    """How many threads of a process compute, or wait for a processor."""
    count = 0
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with (
                contextlib.suppress(OSError),
                open(f"/proc/{pid}/task/{thread}/stat", "rb") as file,
            ):
                count += file.read().rpartition(b")")[2].split()[:1] == [b"R"]
    return count
