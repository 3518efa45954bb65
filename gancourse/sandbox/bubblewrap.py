"""What a notebook's process starts with: bubblewrap's command line, the environment, the user."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gancourse.sandbox import STRONG, WEAK, SandboxError
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
    *("sandbox/observing.py", "sandbox/origins.py", "sandbox/usage.py", "sandbox/compiler.py"),
    "sandbox/pages.py",
)
"""The files of it that run inside."""

_SYSTEM = ("/lib", "/lib32", "/lib64", "/bin", "/sbin")
_PARTS = (
    *("bin", "conda-meta", "etc", "include", "lib", "lib32", "lib64", "libexec", "pyvenv.cfg"),
    *("sbin", "share", "ssl"),
)
"""What belongs to the system or to Python in a folder into which programs are installed. Whatever
else lies there, such as /usr/src, is not shown."""
_FILES = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/sys/devices/system/cpu")

_SECRETS = ("grading.key", "gradebook.db", "solutions", "submitted", "autograded")
"""What a trial looks for in the folder of a course."""
_VISIBLE = "the course can be seen: "


def best_isolation() -> str:
    """``strong`` where bubblewrap works, else ``weak``."""
    return WEAK if why_weak() else STRONG


def why_weak(course: Path | None = None) -> str:
    """Why isolation cannot be ``strong`` here, in a sentence; empty if it can.

    Args:
        course: The folder of the course that is graded.

    Raises:
        SandboxError: Isolation would be strong, and what it must hide could be seen all the same.
    """
    if sys.platform != "linux":
        return "Strong isolation needs Linux; docs/grading.md shows how a container gives it."
    if shutil.which("bwrap") is None:
        return "The program bubblewrap (bwrap) is not installed."
    done = trial(course)
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    if last.startswith(_VISIBLE):
        raise SandboxError(f"{last}; move the course to a folder of its own")
    return f"bubblewrap was tried and failed here: {last.removesuffix('.')}."


def trial(course: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Try once, in bubblewrap, what the server does before a student's code runs.

    It fails, too, if anything of a course can be seen there.
    """
    secrets_of_all = [str(folder / name) for folder in _courses(course) for name in _SECRETS]
    return subprocess.run(
        [*bubblewrap(course), sys.executable, "-c", _TRIAL, _VISIBLE, *secrets_of_all],
        capture_output=True,
        text=True,
        env=environment(STRONG),
    )


_TRIAL = """
import os, sys
from gancourse.sandbox import namespaces
namespaces.leave()
pid = os.fork()
if not pid:
    namespaces.settle(1)
    namespaces.drop_privileges(None)
    if seen := [path for path in sys.argv[2:] if os.path.lexists(path)]:
        sys.exit(sys.argv[1] + ", ".join(seen))
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def bubblewrap(course: Path | None = None) -> list[str]:
    """The start of a command line that runs the rest inside: Python, the course, nothing else.

    Args:
        course: The folder of the course that is graded, to be hidden.

    Raises:
        SandboxError: The course cannot be hidden without Python.
    """
    command = [shutil.which("bwrap") or "bwrap", "--die-with-parent"]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net"]
    command += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "notebook"]
    if os.getuid() != 0:
        command += ["--unshare-user"]
    command += ["--cap-add", "ALL", "--new-session"]
    for path in _SYSTEM:
        if Path(path).is_symlink():
            command += ["--symlink", os.readlink(path), path]
        elif Path(path).exists():
            command += ["--ro-bind", path, path]
    shown = _shown()
    for path in [*shown, *_FILES]:
        command += [*_parents(path), "--ro-bind-try", path, path]
    hidden = sorted(set(_hidden(shown, course)))
    for folder in hidden:
        command += ["--tmpfs", folder]
        for path in shown:  # Python may lie in the course's folder
            if Path(path).is_relative_to(folder):
                command += [*_parents(path), "--ro-bind-try", path, path]
    command += [*_parents(OWN), "--tmpfs", str(OWN)]  # it may lie in what is shown, beside Python's
    for path in (str(OWN / name) for name in INSIDE):
        command += [*_parents(path), "--ro-bind", path, path]
    command += ["--remount-ro", str(OWN)]
    for folder in hidden:
        command += ["--remount-ro", folder]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", _scratch(), "--dir", HOME]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/"]


def _courses(course: Path | None) -> set[Path]:
    """Folders to hide: the course that is graded, and the one that this package belongs to."""
    own = {ROOT} if (ROOT / "nbgrader_config.py").exists() else set()
    return {path.resolve() for path in ({course} if course else set()) | own}


def _hidden(shown: list[str], course: Path | None) -> Iterator[str]:
    """Where a course would be seen in what is shown."""
    for folder in _courses(course):
        for path in shown:
            real = Path(path).resolve()
            if folder == real:
                raise SandboxError(
                    f"the course cannot be hidden from submissions, since {folder} holds Python "
                    "or its packages; move the course to a folder of its own"
                )
            if folder.is_relative_to(real):
                yield str(path / folder.relative_to(real))


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
        "TQDM_DISABLE": "1",  # bars are for those who wait
        "TORCHDYNAMO_DISABLE": "1",  # `@torch.compile` wants a compiler; without, it runs as it is
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
    """What a notebook sees: the system's programs, Python, and the course's packages."""
    folders = dict.fromkeys(("/usr", "/usr/local", sys.base_prefix, sys.prefix))
    parts = [f"{folder}/{part}" for folder in folders for part in _PARTS]
    return [*filter(os.path.exists, parts), *(str(ROOT / name) for name in PACKAGES)]


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
