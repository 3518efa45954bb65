"""A control group of the Linux kernel (version 2) for a sandbox, where this machine gives one.

The server of a sandbox looks at its notebook twenty times a second; the kernel counts each page, of
what belongs to no process too. So the group stops what is too quick or too well hidden for that.
Groups share the processor evenly, however many processes are in them. https://docs.kernel.org/admin-guide/cgroup-v2.html
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path

from gancourse.sandbox.limits import MEGABYTE

ROOMS = (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"))
"""Where systems mount the tree of groups."""
NEEDED = {"memory", "pids"}
SERVER_PROCESSES = 16
"""What runs in a group beside the notebook: bubblewrap, the server, the keeper."""
NONE_HERE = (
    "Memory is counted 20 times a second and not held by the kernel: there is no control group in "
    "which this process may make another."
)


class Group:
    """A group below that of this process, or beside it.

    Raises:
        OSError: None can be made here.
    """

    def __init__(self) -> None:
        self.path = _home() / f"gancourse-{secrets.token_hex(6)}"
        self.path.mkdir()
        self.killed = 0

    def enter(self, command: list[str]) -> list[str]:
        """A command line that runs another in the group, from its first moment on, if it may."""
        script = '{ echo $$ > "$0"/cgroup.procs; } 2> /dev/null; exec "$@"'
        return ["/bin/sh", "-c", script, str(self.path), *command]

    def is_empty(self) -> bool:
        """Whether nothing runs in it: what it was made for could not enter it."""
        return not self._read("cgroup.procs").strip()

    def limit(self, limits: dict[str, int]) -> None:
        """Let what comes from now on take as much as one notebook may, beside what is there."""
        taken = int(self._read("memory.current"))
        self._write("memory.max", taken + limits["memory_megabytes"] * MEGABYTE)
        with contextlib.suppress(OSError):  # a kernel without swap has no such file
            self._write("memory.swap.max", 0)
        self._write("pids.max", SERVER_PROCESSES + 4 * limits["processes"])

    def has_killed(self) -> bool:
        """Whether the kernel has ended a process for its memory since the last time."""
        events = dict(line.split() for line in self._read("memory.events").splitlines())
        before, self.killed = self.killed, int(events.get("oom_kill", 0))
        return self.killed > before

    def close(self) -> None:
        """End what is left in it and take it away."""
        with contextlib.suppress(OSError):
            self._write("cgroup.kill", 1)
        for _ in range(100):
            try:
                self.path.rmdir()
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.02)

    def _read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="ascii")

    def _write(self, name: str, value: int) -> None:
        (self.path / name).write_text(str(value), encoding="ascii")


def _home() -> Path:
    """The nearest group in which this user may make one that limits memory and processes."""
    lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    own = next((line[3:].lstrip("/") for line in lines if line.startswith("0::")), "")
    for room in ROOMS:
        for folder in (room / own, *(room / own).parents):
            if not folder.is_relative_to(room):
                break  # above the tree
            with contextlib.suppress(OSError):
                given = (folder / "cgroup.subtree_control").read_text(encoding="ascii").split()
                if set(given) >= NEEDED and os.access(folder / "cgroup.procs", os.W_OK):
                    return folder
    raise OSError("no group for memory and processes")
