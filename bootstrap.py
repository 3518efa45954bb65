"""Make .venv and install the course in it. `make` runs this before anything else.

Standard library only, and written so that even Python 2.7 can read it: an old Python then says one
sentence instead of a SyntaxError, or hands over to a newer one that it finds.

What it leaves behind:

- .venv/.ready: what is installed, so that an unchanged pyproject.toml costs nothing
- .venv/.installing: there while packages are copied; a .venv found with it is made anew
- .venv.lock: held by whoever works on .venv
- .venv-install.log: all that pip said, last time

The environment variable GANCOURSE_TORCH_INDEX names another package index for torch and
torchvision, for example the one with CPU-only builds.
"""

from __future__ import print_function

import contextlib
import errno
import glob
import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
WINDOWS = os.name == "nt"
OLDEST, NEWEST_TRIED = 11, 15  # of Python 3
EXTRAS = "test"
TORCH_INDEX = "GANCOURSE_TORCH_INDEX"
HANDED_OVER = "--handed-over"

# Gigabytes: the packages (6.2 with CUDA), what pip fetches while it works, and its cache of that.
ROOM_WITH_CUDA, CACHE_WITH_CUDA = 9.0, 3.0
ROOM_CPU_ONLY, CACHE_CPU_ONLY = 2.5, 0.5

# A Python's version, whether it can make an environment, and where it is.
PROBE = """
import sys
try:
    import ensurepip, venv
    able = 1
except ImportError:
    able = 0
print("%d.%d.%d" % sys.version_info[:3] + " %d " % able + sys.executable)
"""

NO_ROOM = "The disk is full. Free some space and run the same command again."

DISK_FULL = ("No space left on device", "Disk quota exceeded", "[Errno 28]", "[WinError 112]")
NOT_TRUSTED = ("CERTIFICATE_VERIFY_FAILED", "SSLError", "SSLCertVerificationError")
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ConnectionResetError",
    "ReadTimeoutError",
    "ProxyError",
    "ProtocolError",
    "RemoteDisconnected",
    "IncompleteRead",
    "IncompleteDownload",
    "Network is unreachable",
)


class SetupError(Exception):
    """Something that the user can put right. The text is what to print."""


class Place(object):
    """The paths of one copy of the course."""

    def __init__(self, root):
        self.root = root
        self.pyproject = os.path.join(root, "pyproject.toml")
        self.venv = os.path.join(root, ".venv")
        self.python = os.path.join(
            self.venv, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python"))
        )
        self.ready = os.path.join(self.venv, ".ready")
        self.installing = os.path.join(self.venv, ".installing")
        self.scratch = os.path.join(self.venv, "tmp")
        self.lock = os.path.join(root, ".venv.lock")
        self.log = os.path.join(root, ".venv-install.log")


# --- What is there ------------------------------------------------------------------------------


def answer(command):
    """What a command prints, stripped; None if it cannot be started or fails."""
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        printed = process.communicate()[0]
    except OSError:
        return None
    return printed.decode("utf-8", "replace").strip() if process.returncode == 0 else None


def probe(command):
    """(version, able to make an environment, path) of a Python; None if the command starts none."""
    words = (answer(command + ["-c", PROBE]) or "").split(None, 2)
    if len(words) != 3:
        return None
    return tuple(int(number) for number in words[0].split(".")), words[1] == "1", words[2]


def stamp(place, version, torch_index):
    """What .venv/.ready holds when all is installed."""
    with io.open(place.pyproject, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    return {
        "pyproject.toml": wanted,
        "folder": place.root,
        "Python": "%d.%d" % version[:2],
        "torch index": hashlib.sha256(torch_index.encode("utf-8")).hexdigest(),
    }


def read_stamp(place):
    """The stamp of a finished installation; empty if there is none."""
    try:
        with io.open(place.ready, encoding="utf-8") as file:
            found = json.load(file)
    except (IOError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ready(place, torch_index):
    """Whether .venv works and holds what pyproject.toml asks for.

    A torch that came from another index stays good for those who ask for no index.
    """
    found = read_stamp(place)
    python = found and probe([place.python])
    if not python:
        return False
    wanted = stamp(place, python[0], torch_index)
    if not torch_index:
        wanted["torch index"] = found.get("torch index")
    return found == wanted


def is_damaged(place):
    """Whether .venv has to be made anew: half made, half installed, moved, or too old."""
    python = probe([place.python])
    if python is None or python[0] < (3, OLDEST) or os.path.exists(place.installing):
        return True
    found = read_stamp(place)
    if found.get("folder", place.root) != place.root:
        return True
    if found.get("Python", "%d.%d" % python[0][:2]) != "%d.%d" % python[0][:2]:
        return True
    return answer([place.python, "-c", "import pip"]) is None


def has_torch(place):
    """Whether torch, by far the largest package, is installed already."""
    folders = ("Lib",) if WINDOWS else ("lib", "python3.*")
    return bool(glob.glob(os.path.join(place.venv, *folders + ("site-packages", "torch"))))


# --- Which Python -------------------------------------------------------------------------------


def find_python():
    """The path of a Python that is new enough and can make environments: this one if it will do."""
    versions = ["3.%d" % minor for minor in range(NEWEST_TRIED, OLDEST - 1, -1)]
    commands = [[getattr(sys, "_base_executable", None) or sys.executable]]  # not that of .venv
    commands += [["py", "-" + version] for version in versions] if WINDOWS else []
    commands += [["python" + version] for version in versions] + [["python3"], ["python"]]
    unable = None
    for command in commands:
        python = probe(command)
        if python and python[0] >= (3, OLDEST):
            if python[1]:
                return python[2]
            unable = unable or python
    if unable:
        raise SetupError(no_venv(unable[0], unable[2]))
    raise SetupError(
        "Python 3.%d or newer is needed; this is %s (%s), and no newer one was found.\n"
        "Install one (from python.org, with conda, or from your system's packages) "
        "and run the same command again." % (OLDEST, platform.python_version(), sys.executable)
    )


def no_venv(version, path):
    """The message for a Python without the module that makes environments."""
    return (
        "Python %d.%d (%s) lacks the venv module.\n"
        "On Debian and Ubuntu install it with: sudo apt install python%d.%d-venv\n"
        "Then run the same command again." % (version[:2] + (path,) + version[:2])
    )


# --- Installing ---------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(place):
    """Hold .venv.lock: two commands at once set up one after the other."""
    with io.open(place.lock, "a") as file:
        if not try_lock(file):
            say("Another command is setting up this folder. Waiting until it has finished.")
            while not try_lock(file):
                time.sleep(0.5)
        yield


def try_lock(file):
    """Lock an open file until it is closed; False if another process holds it.

    pip inherits the lock, so that it is held as long as pip works, whatever becomes of us.
    """
    try:
        if WINDOWS:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            os.set_inheritable(file.fileno(), True)
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: go on without
        return True
    return True


def install(place, torch_index):
    """Bring .venv up to date, whatever its state."""
    begin = time.time()
    damaged = is_damaged(place)
    fresh = not os.path.exists(place.venv)
    options = check_room(place, shutil.disk_usage(place.root).free / 1e9, torch_index)
    with io.open(place.log, "w", encoding="utf-8") as log:
        if damaged:
            say(
                "Making .venv%s with Python %s. This happens once and takes a few minutes."
                % ("" if fresh else " anew", platform.python_version())
            )
            run([sys.executable, "-m", "venv", "--clear", place.venv], place, log)
        else:
            say("Installing what pyproject.toml asks for into .venv.")
        remove(place.ready)
        if torch_index:
            torch = torch_requirements(place)
            pip(options + ["--index-url", torch_index] + torch, place, log)
        pip(options + ["--editable", "%s[%s]" % (place.root, EXTRAS)], place, log)
    write_stamp(place, torch_index)
    say("Ready after %.0f s." % (time.time() - begin))


def check_room(place, free, torch_index):
    """Options for pip that suit the free gigabytes; SetupError if there are too few."""
    if has_torch(place):  # it stays, or is deleted to make room
        return []
    cuda = sys.platform.startswith("linux") and not torch_index
    needed = ROOM_WITH_CUDA if cuda else ROOM_CPU_ONLY
    cache = CACHE_WITH_CUDA if cuda else CACHE_CPU_ONLY
    if free >= needed:
        return [] if free >= needed + cache else ["--no-cache-dir"]
    advice = "Free some space and run the same command again."
    if cuda:
        advice += "\nWithout an NVIDIA GPU %.1f GB are enough: see %s in README.md." % (
            ROOM_CPU_ONLY,
            TORCH_INDEX,
        )
    raise SetupError(
        "The packages need %.1f GB of disk in %s, and %.1f GB are free.\n%s"
        % (needed, place.root, free, advice)
    )


def torch_requirements(place):
    """The lines of pyproject.toml for torch and torchvision, which must come from one index."""
    import tomllib

    with io.open(place.pyproject, "rb") as file:
        lines = tomllib.load(file)["project"]["dependencies"]
    return [line for line in lines if re.match(r"[\w-]+", line).group() in ("torch", "torchvision")]


def pip(arguments, place, log):
    """Run `pip install`. A line on the screen for each stage, all the rest into the log."""
    command = [place.python, "-m", "pip", "install", "--progress-bar", "off"] + arguments
    run(command, place, log, Progress(place))
    remove(place.installing)


def run(command, place, log, progress=None):
    """Run a command; raise SetupError with the likely reason if it fails."""
    settings = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0")
    settings["PYTHONUNBUFFERED"] = "1"
    settings.pop("PYTHONHOME", None)
    if not WINDOWS and progress:  # /tmp is small on some machines
        os.makedirs(place.scratch, exist_ok=True)
        settings["TMPDIR"] = place.scratch
    process = subprocess.Popen(
        command,
        cwd=place.root,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        encoding="utf-8",
        errors="replace",
        close_fds=False,
    )
    lines = []
    try:
        for line in process.stdout:
            log.write(line)
            log.flush()
            lines.append(line)
            if progress:
                progress(line)
        code = process.wait()
    except KeyboardInterrupt:  # it reaches pip, too
        process.wait()
        raise
    except OSError:  # the log cannot be written: the disk is full
        process.kill()
        process.wait()
        raise
    finally:
        shutil.rmtree(place.scratch, ignore_errors=True)
    if code:
        raise SetupError("%s\nAll that was said: %s" % (explain("".join(lines)), place.log))


class Progress(object):
    """Turns what pip prints into a few calm lines, and marks when it begins to copy files."""

    def __init__(self, place):
        self.place = place
        self.chosen = False

    def __call__(self, line):
        """Take one line of pip's."""
        if line.startswith("Collecting ") and not self.chosen:
            self.chosen = True
            say("  choosing and fetching packages")
        large = re.match(r"\s*(?:Downloading|Using cached) (\S+) \((\d+(?:\.\d+)?) ([MG])B\)", line)
        if large and (large.group(3) == "G" or float(large.group(2)) >= 100):
            name = large.group(1).rsplit("/", 1)[-1].split("-")
            say("  fetching %s %s, %s %sB" % (name[0], name[1], large.group(2), large.group(3)))
        if line.startswith("Installing collected packages:"):
            number = line.count(",") + 1
            say("  installing %d package%s" % (number, "" if number == 1 else "s"))
            with io.open(self.place.installing, "w"):
                pass


def explain(printed):
    """Why making .venv or installing failed, and what to do, from all that was printed."""

    def said(signs):
        return any(sign in printed for sign in signs)

    def unfit(why):
        here = ".".join(platform.python_version_tuple()[:2]), platform.system(), platform.machine()
        return (
            why + "\nTry another Python from 3.11 on, for example: make PYTHON=python3.13"
        ) % here

    unbuilt = re.findall(r"Failed building \w+ for (\S+)", printed)
    if not unbuilt and said(["metadata-generation-failed"]):
        name = r"[A-Za-z][\w.]*(?:-[A-Za-z][\w.]*)*"
        unbuilt = re.findall(r"(?:Collecting|Processing) (?:\S*[\\/])?(%s)" % name, printed)
    missing = re.findall(r"No matching distribution found for (\S+)", printed)
    if said(DISK_FULL):
        return NO_ROOM
    if said(["ensurepip"]):
        return no_venv(sys.version_info, sys.executable)
    if unbuilt:
        return unfit(
            unbuilt[-1]
            + " has no ready-made package for Python %s on %s %s, and could not be built."
        )
    if said(NOT_TRUSTED):
        return (
            "The certificate of the package index was refused.\n"
            "Behind a company's proxy, set PIP_CERT to the file with the proxy's certificate."
        )
    if said(NO_NETWORK):
        return (
            "The package index cannot be reached. Check the network connection (and the proxy), "
            "then run the same command again."
        )
    if missing and os.environ.get(TORCH_INDEX):
        return unfit(
            missing[-1] + " was not found for Python %s on %s %s: is " + TORCH_INDEX + " right?"
        )
    if missing:
        return unfit(
            missing[-1] + " was not found for Python %s on %s %s, or no package index was reached."
        )
    errors = [line.strip() for line in printed.splitlines() if line.strip()]
    errors = [line for line in errors if line.lower().startswith("error")] or errors
    return "The installation failed: " + (errors or ["nothing was said."])[-1]


def write_stamp(place, torch_index):
    """Write .venv/.ready, the last act of an installation."""
    version = probe([place.python])[0]
    aside = place.ready + ".tmp"
    with io.open(aside, "w", encoding="utf-8") as file:
        json.dump(stamp(place, version, torch_index), file, indent=1)
    os.replace(aside, place.ready)


def remove(path):
    """Remove a file if it is there."""
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)


def say(line, file=None):
    """Print a line at once."""
    print(line, file=file or sys.stdout)
    (file or sys.stdout).flush()


def hand_over(python):
    """Let another Python do the same; return its exit code."""
    command = [python, os.path.abspath(__file__), HANDED_OVER]
    if WINDOWS:
        return subprocess.call(command)
    return os.execv(python, command)


def main(root=ROOT):
    """Make .venv ready; return the exit code."""
    place = Place(root)
    torch_index = os.environ.get(TORCH_INDEX, "").strip()
    try:
        if is_ready(place, torch_index):
            return 0
        python = find_python()
        if python != sys.executable and HANDED_OVER not in sys.argv:
            return hand_over(python)
        with locked(place):
            if not is_ready(place, torch_index):  # another command may have done it meanwhile
                install(place, torch_index)
        return 0
    except SetupError as error:
        say(str(error), sys.stderr)
        return 1
    except (IOError, OSError) as error:
        full = error.errno == errno.ENOSPC
        why = [str(part) for part in (error.strerror or error, error.filename) if part]
        say(NO_ROOM if full else "The set-up stopped: " + ": ".join(why), sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Interrupted. Run the same command again to finish.", sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
