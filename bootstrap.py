"""Make .venv and install the course in it, with uv. `make` runs this before anything else.

.venv/.ready, written last, holds the folder and the pyproject.toml that .venv was made for: while
both are the same, there is nothing to do. uv's settings work as always: UV_TORCH_BACKEND=cpu leaves
out PyTorch's GPU libraries. Python 3.6 can run this: it looks for a newer one to make .venv with.
"""

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
READY = VENV / ".ready"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST_TRIED = 11, 15  # of Python 3
EXTRAS = "test"
ROOM, ROOM_CPU_ONLY = 7.0, 2.0  # gigabytes
RETRY = "then run the same command again."

# When a package was last put into an environment or taken out: an answer shows that it works, too.
LAST_CHANGE = "import os, uv; print(os.stat(os.path.join(uv.__path__[0], '..')).st_mtime_ns)"


def answer(python, code):
    """What a Python prints when it runs this code; empty if it cannot."""
    try:
        said = subprocess.check_output([str(python), "-c", code], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return b""
    return said.strip()


def run(advice, *command, **options):
    """Run a command; if it fails, exit with the advice, and with what it said if that was kept."""
    # The command inherits the lock: it is held until the command ends, whatever becomes of us.
    command = [str(part) for part in command]
    done = subprocess.run(command, cwd=str(ROOT), close_fds=False, **options)
    if done.returncode:
        sys.exit(advice + "\n" + (done.stdout or b"").decode(errors="replace"))


def wanted():
    """What .ready holds when .venv is up to date."""
    return os.fsencode(str(ROOT)) + b"\n" + (ROOT / "pyproject.toml").read_bytes()


def found():
    """What .ready holds now."""
    return READY.read_bytes() if READY.exists() else b""


def is_ready():
    """Whether .venv works and holds what pyproject.toml asks for."""
    return found() == wanted() and answer(PYTHON, LAST_CHANGE) != b""


@contextlib.contextmanager
def locked():
    """Hold a lock on this file: two commands at once set up one after the other."""
    with open(__file__, "r+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not try_lock(file):
            print("Another command is setting up this folder. Waiting until it ends.", flush=True)
            while not try_lock(file):
                time.sleep(0.5)
        yield


def try_lock(file):
    """Lock an open file for as long as its holder lives; False if another process holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 20)  # far behind the end: on Windows a locked byte cannot be read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: go on without
        pass
    return True


def find_python():
    """A Python that is new enough: this one, or one that goes by its version's name."""
    this = getattr(sys, "_base_executable", sys.executable)  # not the one in .venv, which may go
    for name in [this] + [f"python3.{minor}" for minor in range(NEWEST_TRIED, OLDEST - 1, -1)]:
        if answer(name, f"import sys; print(sys.version_info >= (3, {OLDEST}) or '')"):
            return name
    sys.exit(
        f"Python 3.{OLDEST} or newer is needed; this is {platform.python_version()} ({this}), and "
        "no newer one was found.\nInstall one (from python.org, with conda, or from your system's "
        f"packages), {RETRY}"
    )


def check_room():
    """Exit if the packages do not fit on the disk."""
    cuda = sys.platform.startswith("linux") and os.environ.get("UV_TORCH_BACKEND") != "cpu"
    needed, free = ROOM if cuda else ROOM_CPU_ONLY, shutil.disk_usage(str(ROOT)).free / 1e9
    if free < needed:
        less = f"\nWithout an NVIDIA GPU {ROOM_CPU_ONLY} GB do: see Less disk in docs/start.md."
        sys.exit(
            f"The packages need {needed} GB of disk in {ROOT}, and {free:.1f} GB are free.\n"
            f"Free some space, {RETRY}{less if cuda else ''}"
        )


def make_venv():
    """Make .venv anew, with uv in it."""
    python = find_python()
    print(f"Making .venv with {python}. This takes a minute or more.", flush=True)
    with contextlib.suppress(FileNotFoundError):
        READY.unlink()
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    advice = (
        "This Python could not make .venv. If it lacks the module venv or ensurepip, install that "
        f"(on Debian and Ubuntu: sudo apt install python3-venv),\n{RETRY} It said:"
    )
    run(advice, python, "-m", "venv", "--clear", VENV, **kept)
    check_room()
    advice = f"uv could not be fetched. Check the network (and the proxy),\n{RETRY} pip said:"
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(advice, *pip, "uv", **kept)


def install():
    """Bring .venv up to date; make it anew if it is damaged, moved or unfinished."""
    begin, new, old, before = time.time(), wanted(), found(), answer(PYTHON, LAST_CHANGE)
    if before and old.split(b"\n")[0] == new.split(b"\n")[0]:
        print("Installing what pyproject.toml asks for into .venv.", flush=True)
        READY.unlink()
    else:
        make_venv()
    advice = (
        "The packages could not be installed; uv says why above. Check the network (and the proxy) "
        f"and the free disk,\n{RETRY} If a package does not fit this Python, name another one: "
        "make PYTHON=python3.13"
    )
    # Bytecode is written now, as pip does: a submission's sandbox reads it and cannot write it.
    uv = (PYTHON, "-m", "uv", "pip", "install", "--compile-bytecode", "--python", PYTHON)
    try:
        run(advice, *uv, "--editable", f".[{EXTRAS}]")
    except (SystemExit, KeyboardInterrupt):
        if answer(PYTHON, LAST_CHANGE) == before:  # uv had not touched anything yet
            READY.write_bytes(old)
        raise
    READY.write_bytes(new)
    print(f"Ready after {time.time() - begin:.0f} s.")


def main():
    """Make .venv ready; return the exit code."""
    try:
        if not is_ready():
            with locked():
                if not is_ready():  # another command may have done it meanwhile
                    install()
    except KeyboardInterrupt:
        print("Interrupted. Run the same command again to finish.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"The set-up stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
