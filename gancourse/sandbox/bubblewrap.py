"""What a notebook's process starts with: bubblewrap's command line, the environment, the user."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from gancourse.sandbox import STRONG, WEAK
from gancourse.sandbox.limits import HOME

ROOT = Path(__file__).resolve().parents[2]
"""Where the packages lie."""

PACKAGES = ("ganlab", "graders")
"""What notebooks may import."""

OWN = ROOT / "gancourse"
"""The teacher's program: how it marks is no business of a notebook's."""

INSIDE = (
    *("__init__.py", "sandbox/__init__.py", "sandbox/server.py", "sandbox/shell.py"),
    *("sandbox/wire.py", "sandbox/limits.py", "sandbox/namespaces.py", "sandbox/syscalls.py"),
    "sandbox/usage.py",
)
"""The files of it that run inside."""

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
_FILES = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/sys/devices/system/cpu")


def best_isolation() -> str:
    """``strong`` where bubblewrap works, else ``weak``."""
    if sys.platform != "linux" or shutil.which("bwrap") is None:
        return WEAK
    return STRONG if trial().returncode == 0 else WEAK


def trial() -> subprocess.CompletedProcess[str]:
    """Try once, in bubblewrap, what the server does before a student's code runs."""
    return subprocess.run(
        [*bubblewrap(), sys.executable, "-c", _TRIAL],
        capture_output=True,
        text=True,
        env=environment(STRONG),
    )


_TRIAL = """
import os
from gancourse.sandbox import namespaces
namespaces.leave()
pid = os.fork()
if not pid:
    namespaces.settle(1)
    namespaces.drop_privileges(None)
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def bubblewrap() -> list[str]:
    """The start of a command line that runs the rest inside: Python, the course, nothing else."""
    command = ["bwrap", "--die-with-parent", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
    command += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "notebook"]
    if os.getuid() != 0:
        command += ["--unshare-user"]
    command += ["--cap-add", "ALL", "--new-session"]
    for path in _SYSTEM:
        if Path(path).is_symlink():
            command += ["--symlink", os.readlink(path), path]
        elif Path(path).exists():
            command += ["--ro-bind", path, path]
    for path in [*_shown(), *_FILES]:
        command += [*_parents(path), "--ro-bind-try", path, path]
    command += [*_parents(OWN), "--tmpfs", str(OWN)]  # it may lie in what is shown, beside Python's
    for path in (str(OWN / name) for name in INSIDE):
        command += [*_parents(path), "--ro-bind", path, path]
    command += ["--remount-ro", str(OWN)]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", _scratch(), "--dir", HOME]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/"]


def environment(isolation: str) -> dict[str, str]:
    """What is left of the environment inside: no names, no secrets, repeatable numbers.

    Args:
        isolation: In a ``strong`` sandbox the temporary folder is its own.
    """
    scratch = _scratch() if isolation == STRONG else tempfile.gettempdir()
    inherited = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    return inherited | {
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), "/usr/bin", "/bin"]),
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",  # a process that uses a GPU cannot be forked
        "LANG": "C.UTF-8",
        "PIP_NO_INDEX": "1",  # there is no network: it need not try for long
        "USER": "student",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        **dict.fromkeys(("TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR"), scratch),
    }


def spare_user() -> int | None:
    """A user number that no account has, for a notebook that root runs; None for anyone else."""
    if os.getuid() != 0:
        return None
    number = 1_000_000 + secrets.randbelow(1_000_000)  # containers count their processes alike
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        first, _, count = map(int, line.split())
        if first <= number < first + count:
            return number
    return None  # root of a container that has no such users


def _shown() -> list[str]:
    """Python and the course, where they lie outside of the system's own folders."""
    paths = {sys.prefix, sys.base_prefix, *(str(ROOT / name) for name in PACKAGES)}
    return sorted(path for path in paths if not path.startswith("/usr/"))


def _scratch() -> str:
    """A temporary folder inside that hides nothing of what is shown there."""
    return next(
        folder
        for folder in ("/tmp", "/var/tmp", "/scratch")
        if not any(Path(path).is_relative_to(folder) for path in _shown())
    )


def _parents(path: str | Path) -> list[str]:
    """Make the folders above a path, readable by every user, as bubblewrap's own are not."""
    return [word for folder in reversed(Path(path).parents) for word in ("--dir", str(folder))]
