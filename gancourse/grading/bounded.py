"""Work on what students hand in, in a process of its own that is ended if it takes too long.

Reading, repairing, judging and sanitising are our own code; a student decides what it works on, and
so how long it takes. Each thread that asks keeps one such process. It is ended, and the next call
starts another, wherever the thread runs: in a worker of this machine or of dask, in ``gancourse
check`` or in ``nbgrader autograde``. A process, since nothing else ends a pattern that matches for
hours.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from gancourse.sandbox import SandboxError

SECONDS = 20
"""How long one call may take; each takes milliseconds on honest work."""

MEMORY_GIGABYTES = 4
"""Memory of such a process: what comes back from a submission may be made to cost a lot of it."""

START_SECONDS = 120
"""How long it may take to start: on some systems it loads PyTorch first."""

Result = TypeVar("Result")

_kept = threading.local()
_starting = threading.Lock()


class TooLong(Exception):
    """The work took too long, or its process did not survive it."""

    def __str__(self) -> str:
        return "it took too long and was stopped."


def bounded(function: Callable[..., Result], *arguments: Any, seconds: float = SECONDS) -> Result:
    """Call a function in the process that this thread keeps.

    Args:
        function: A function of a module; it, its arguments and its result are pickled.
        arguments: What it is called with.
        seconds: How long it may take.

    Raises:
        TooLong: It took longer, or two processes died of it.
        SandboxError: No process could be started; nothing is said about the work.
        Exception: Whatever the function raised.
    """
    if seconds <= 0:
        raise TooLong
    task = pickle.dumps((function, arguments, seconds))
    for _ in range(2):  # the kernel may have killed the first one for another's memory
        worker = _worker()
        try:
            worker.connection.send_bytes(task)
            if not worker.connection.poll(seconds):
                break
            done, result = pickle.loads(worker.connection.recv_bytes())
        except (OSError, EOFError):
            stop()
        else:
            if not done:
                raise result
            return result
    stop()
    raise TooLong


def stop() -> None:
    """End this thread's process, if it has one; the next call starts another."""
    worker = _kept.__dict__.pop("worker", None)
    if worker:
        worker.close()


class _Worker:
    """A process that calls functions, one after the other, for as long as its other end lives."""

    def __init__(self) -> None:
        context = _context()
        forks = context.get_start_method() == "fork"
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, forks), daemon=True)
        with theirs, _as_parent():
            self.process.start()
        if not self.connection.poll(START_SECONDS):
            self.close()
            raise SandboxError("no process to judge in could be started")
        self.connection.recv_bytes()

    def close(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def _worker() -> _Worker:
    worker = getattr(_kept, "worker", None)
    if worker is None or not worker.process.is_alive():
        stop()
        worker = _kept.worker = _Worker()
    return worker


@contextlib.contextmanager
def _as_parent() -> Iterator[None]:
    """Let this process start others, though it is a worker itself.

    multiprocessing refuses that to its workers, since the others would outlive a worker that is
    killed. Ours do not: they end with the pipe.
    """
    settings = vars(multiprocessing.current_process())["_config"]
    with _starting:
        before = settings.get("daemon")
        settings["daemon"] = False
        try:
            yield
        finally:
            settings["daemon"] = before


def _context() -> Any:
    """How such a process starts: as a copy of this one, in 20 ms, if there is no other thread.

    A copy of a process with threads lacks them, and what one of them has locked stays locked.
    """
    if sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1:
        return multiprocessing.get_context("fork")
    return start_context()


def start_context() -> Any:
    """How workers start: where it is safe, forked from one process that has no threads."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gancourse.grading.workers"])
    forkserver.ensure_running()  # it gets ready while this process goes on
    return context


# In the process -----------------------------------------------------------------------------------


def _serve(connection: Connection, forked: bool) -> None:
    if forked:  # the other end of the pipe, above all: this process ends when that is closed
        os.closerange(3, connection.fileno())
        os.closerange(connection.fileno() + 1, 1 << 12)
    else:  # before the time of any call counts
        importlib.import_module("gancourse.grading.mark")
    _settle()
    connection.send_bytes(b"ready")
    while True:
        try:
            function, arguments, seconds = pickle.loads(connection.recv_bytes())
        except EOFError:
            return
        with _ended_after(seconds):
            try:
                outcome = True, function(*arguments)
            except Exception as error:
                outcome = False, error
            connection.send_bytes(_pickled(*outcome))


def _pickled(done: bool, result: Any) -> bytes:
    try:
        pickled = pickle.dumps((done, result))
        if not done:
            pickle.loads(pickled)
        return pickled
    except Exception:  # an error that cannot travel
        return pickle.dumps((False, RuntimeError(f"{type(result).__name__}: {result}")))


def _settle() -> None:
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # the screen belongs to the main process
    if sys.platform == "linux":
        import resource

        most = MEMORY_GIGABYTES * 2**30
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process later than that, by itself, in case nobody is left who would."""
    if not hasattr(signal, "alarm"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(int(seconds) + 5)
    yield
    signal.alarm(0)
