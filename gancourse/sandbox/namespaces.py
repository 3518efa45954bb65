"""What a forked process can still see and use: Linux namespaces, limits, no privileges.

The server runs inside bubblewrap, which has already taken the network, the home folders and every
file that is not Python away; only there does it hold the privileges that are needed here. They
are dropped before the first line of a student's code.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
import tempfile

from gancourse.sandbox import syscalls
from gancourse.sandbox.limits import HOME, MEGABYTE
from gancourse.sandbox.observing import GRADERS

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND = 1, 2, 4, 8, 0x1000
_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWPID = 0x20000, 0x8000000, 0x20000000
_CLONE_NEWNET = 0x40000000
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_CAPABILITY_VERSION_3 = 0x20080522

TERMINALS = 16
"""How many pseudo terminals a notebook may have: every ``!command`` needs one, and the machine has
4,096 for everybody."""

_FILES = ("/dev/shm", HOME)
"""Folders for files, in memory; the temporary folder is another."""

_TELLING = (
    *("cmdline", "config.gz", "diskstats", "interrupts", "kallsyms", "key-users", "keys", "locks"),
    *("modules", "partitions", "sched_debug", "softirqs", "swaps", "timer_list", "vmallocinfo"),
    "sys/kernel/random/boot_id",
)
"""Files of /proc that tell of the machine and that no lesson reads. Others, which programs look up
to find memory and processors, stay."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _must(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def adopt_orphans() -> None:
    """Processes that lose their parent become children of this one, so that it can end them."""
    _libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Be killed when the parent process ends."""
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def volunteer() -> None:
    """Where memory runs out, let the kernel end this process and its children before any other."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def leave() -> None:
    """Give this process a network, and its children processes, mounts and messages of their own."""
    apart = _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWIPC | _CLONE_NEWNET
    _must(_libc().unshare(apart), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:  # 127.0.0.1 is itself
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _IFF_UP))


def settle(disk_megabytes: int) -> None:
    """In the first child after `leave`: /proc, terminals, home and folders for files, all fresh.

    The source of the checks, judges and all, is covered: what is needed of it is loaded.
    """
    libc = _libc()

    def mount(kind: str, where: str, flags: int, options: str = "") -> None:
        result = libc.mount(kind.encode(), where.encode(), kind.encode(), flags, options.encode())
        _must(result, f"mount {where}")

    for where in file_folders():
        options = f"size={disk_megabytes}m,nr_inodes=20000,mode=1777"
        mount("tmpfs", where, _MS_NOSUID | _MS_NODEV, options)
    mount("devpts", "/dev/pts", _MS_NOSUID | _MS_NOEXEC, f"ptmxmode=0666,max={TERMINALS}")
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    mount("tmpfs", str(GRADERS), flags | _MS_RDONLY)
    try:
        mount("proc", "/proc", flags | _MS_RDONLY)
    except PermissionError:  # the system wants no second /proc from an ordinary user: then none
        mount("tmpfs", "/proc", flags | _MS_RDONLY)
    for path in (f"/proc/{name}" for name in _TELLING):
        if os.path.exists(path):
            _must(libc.mount(b"/dev/null", path.encode(), None, _MS_BIND, None), f"hide {path}")
    os.chdir(HOME)


def file_folders() -> tuple[str, ...]:
    """The folders in which a notebook can write: each is a file system in memory, of its own."""
    return (tempfile.gettempdir(), *_FILES)


def drop_privileges(uid: int | None) -> None:
    """Give up every privilege for good; become the user ``uid`` if one is given."""
    libc = _libc()
    for capability in range(64):  # more than there are: the rest is refused
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _must(libc.capset(ctypes.byref(header), ctypes.byref(none)), "capset")
    _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    syscalls.refuse()


def hide() -> None:
    """Let no process of the same user read or trace this one."""
    _libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def show() -> None:
    """The opposite of `hide`, which a change of user implies: its own /proc files are readable."""
    _libc().prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def limit(limits: dict[str, int]) -> None:
    """Set the limits that the system itself watches over, for this process and its children."""
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": 2 * limits["notebook_seconds"],
        "RLIMIT_DATA": _size("VmData") + limits["memory_megabytes"] * MEGABYTE,
        "RLIMIT_FSIZE": limits["file_megabytes"] * MEGABYTE,
        "RLIMIT_NOFILE": limits["open_files"],
        "RLIMIT_NPROC": limits["processes"] + _threads_of_this_user(),
        "RLIMIT_RTPRIO": 0,  # no thread goes before those of others
        "RLIMIT_NICE": 0,
        "RLIMIT_SIGPENDING": 1024,  # timers are counted here
    }
    for name, most in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name in _LINUX_ONLY and sys.platform != "linux"):
            continue
        _, hard = resource.getrlimit(number)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(number, (most, most))


_LINUX_ONLY = ("RLIMIT_DATA", "RLIMIT_NPROC")
"""Elsewhere these count what cannot be asked for: shared libraries, the user's other programs."""


def _threads_of_this_user() -> int:
    """How many run already: in a weak sandbox all programs of the instructor count too."""
    count = 0
    for name in os.listdir("/proc") if sys.platform == "linux" else ():
        if not name.isdecimal():
            continue
        with (
            contextlib.suppress(OSError, KeyError, ValueError, IndexError),
            open(f"/proc/{name}/status", encoding="ascii", errors="replace") as file,
        ):
            fields = dict(line.split(":", 1) for line in file if ":" in line)
            if int(fields["Uid"].split()[0]) == os.getuid():
                count += int(fields["Threads"])
    return count


def _size(field: str) -> int:
    """A size of this process in bytes, by its name in Linux' /proc; 0 on another system."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))
    except (OSError, StopIteration):
        return 0
