"""Many tasks at a time: in processes of this machine, or on the workers of a dask scheduler.

Tasks are asked for one by one and only a few are at hand, so that a class of any size fits into
memory. A worker that dies takes nothing with it: its task is tried again, alone.

pebble's pool starts the processes, replaces dead ones, says which task died with its process, and
kills a process that takes too long, whatever its code catches. It does not try again; and it breaks
or waits for ever if a process dies in the very moment in which it takes a task or hands back a
result. These two are done here, as is all about Ctrl-C, memory and the screen.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from gancourse.course.places import find_graded_lessons
from gancourse.errors import CourseError
from gancourse.grading.bounded import start_context
from gancourse.grading.interrupts import interrupts_later
from gancourse.sandbox import SandboxError
from gancourse.sandbox.kept import kept_executor

if TYPE_CHECKING:  # nbgrader takes seconds to import, in which workers can get ready
    from gancourse.grading.jobs import Job, Marked
from gancourse.grading.recognise import WrongLesson

WORKER_GIGABYTES = 4
"""Memory of one worker process: a judge that needs more ends with an error."""

MOST_TRIES = 3
"""How often a task is begun whose worker or sandbox does not survive it."""

LONGEST_WHY = 200
"""Characters of an error that are told: it may quote what a student has handed in."""

MARGIN_SECONDS = 300
"""What starting, repairing and judging may take beside running: none may hold up a class."""

_NO_PROCESS = "No process to grade in could be started: {}. Is there too little memory?"

LOST = (ProcessExpired, BrokenProcessPool, SandboxError)
"""Errors that say nothing about the task: it is tried again."""

Task = TypeVar("Task")


class Pool(Protocol):
    """Carries out tasks, as many at a time as are ``at_hand``."""

    @property
    def at_hand(self) -> int: ...
    def submit(self, function: Callable, task: Any, seconds: float) -> Future: ...
    def wait(self, futures: Collection[Future], seconds: float) -> set[Future]: ...
    def close(self) -> None: ...


def mark_all(
    jobs: Iterable[Job], notebook_seconds: float, pool: Pool
) -> Generator[tuple[Job, Marked | str], None, None]:
    """Mark jobs in any order; each comes back with its marks, or with why there are none.

    Args:
        jobs: Asked for one by one.
        notebook_seconds: How long a notebook may run.
        pool: What does the work.
    """
    return carry_out(_mark, jobs, pool, notebook_seconds + MARGIN_SECONDS)


def carry_out(
    function: Callable[[Task], Any], tasks: Iterable[Task], pool: Pool, seconds: float
) -> Generator[tuple[Task, Any], None, None]:
    """Let a pool carry out tasks; each comes back as soon as it is done.

    With it comes its outcome, or the sentence why there is none. A task whose worker died is tried
    again when no other runs: there may have been too little memory for both. So the one that kills
    its worker is found out, and no other is blamed. A task whose outcome is ``starved`` is tried
    once more in the same way: there was too little of the processor for both.

    Args:
        function: What is done with a task.
        tasks: Asked for one by one.
        pool: What does the work. It is closed if this is left before the last task is done, so
            that no worker goes on.
        seconds: How long one task may take.
    """
    source = iter(tasks)
    again: deque[tuple[Task, int]] = deque()
    running: dict[Future, tuple[Task, int]] = {}
    try:
        while True:
            if again:
                if not running:
                    task, tries = again.popleft()
                    running[pool.submit(function, task, seconds)] = task, tries
            else:
                for task in islice(source, max(0, pool.at_hand - len(running))):
                    running[pool.submit(function, task, seconds)] = task, 1
            if not running:
                return
            for future in pool.wait(running, seconds):
                task, tries = running.pop(future)
                error = CancelledError() if future.cancelled() else future.exception()
                if isinstance(error, LOST) and tries < MOST_TRIES:
                    again.append((task, tries + 1))
                else:
                    outcome = _why(error) if error else future.result()
                    if tries == 1 and getattr(outcome, "starved", False):
                        again.append((task, 2))
                    else:
                        yield task, outcome
    finally:
        if running:
            pool.close()


def _why(error: BaseException) -> str:
    match error:
        case ProcessExpired() | BrokenProcessPool():
            return "The process that graded it died."
        case SandboxError():
            return f"The sandbox failed: {error}."
        case TimeoutError():
            return "Grading it failed: it took too long and was stopped."
    words = str(error) or type(error).__name__
    return f"Grading it failed: {words[:LONGEST_WHY]}{' …' if len(words) > LONGEST_WHY else ''}"


def _root(error: BaseException) -> str:
    """What an error comes from, in words."""
    while error.__cause__:
        error = error.__cause__
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


# In a worker -------------------------------------------------------------------------------------


def _attempt(function: Callable, task: Any) -> Any:
    try:
        return function(task)
    except SandboxError:
        raise
    except Exception as error:  # not every error can travel
        raise RuntimeError(f"{type(error).__name__}: {error}") from None


def _mark(job: Job) -> Marked | str:
    """The marks of a submission, or why it has none."""
    from gancourse.grading.mark import mark  # the main process needs no PyTorch

    try:
        return mark(job, kept_executor(job.limits, Path(job.course)))
    except WrongLesson as error:
        return str(error)


def _start_worker(course: Path | None) -> None:
    _end_with_main_process()
    if hasattr(signal, "pthread_sigmask"):  # sandboxes that it starts have to hear interrupts
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # the screen belongs to the main process
    if sys.platform == "linux":
        import resource

        # What comes back from a submission may be made to cost the judge its memory.
        most = WORKER_GIGABYTES * 2**30
        resource.setrlimit(
            resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1])
        )
    if course:
        with contextlib.suppress(SandboxError):  # the first task tries again, and says so
            kept_executor(None, course).start()
        # One thread, so that `bounded` can fork this process.
        os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
        import torch  # beside the sandbox's server, which does so, too

        import gancourse.grading.mark  # noqa: F401

        torch.set_num_threads(1)


def _end_with_main_process() -> None:
    """Whatever kills that one: a worker would wait for its next task for ever."""
    main = multiprocessing.parent_process()
    if main is None:
        return
    if sys.platform != "linux":
        threading.Thread(target=_wait_for_end_of, args=(main,), daemon=True).start()
        return
    import fcntl

    # A signal, which ends this process, not a thread: `bounded` can fork only what has none. The
    # alternative is another server of forks for each worker, which would import PyTorch again.
    flags = fcntl.fcntl(main.sentinel, fcntl.F_GETFL)
    fcntl.fcntl(main.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(main.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
    if not main.is_alive():
        os._exit(1)


def _wait_for_end_of(main: BaseProcess) -> None:
    main.join()
    os._exit(1)


# Pools -------------------------------------------------------------------------------------------


class Processes:
    """Worker processes on this machine, which do not hear Ctrl-C.

    Args:
        workers: How many there are; one for each core if None. The first task starts them.
        course: The folder of a course, for which each of them begins to start a sandbox.

    Raises:
        CourseError: There can be none.
    """

    def __init__(self, workers: int | None = None, course: Path | None = None) -> None:
        self.course = course
        self.workers = workers or os.cpu_count() or 1
        self.at_hand = 2 * self.workers  # none waits for the next one
        try:
            self._open()
        except OSError as error:  # no memory that processes share, for instance
            raise CourseError(_NO_PROCESS.format(_root(error))) from error

    def _open(self) -> None:
        self._pool = ProcessPool(
            self.workers,
            initializer=_start_worker,
            initargs=(self.course,),
            context=start_context(),
        )

    def submit(self, function: Callable, task: Any, seconds: float) -> Future:
        """Have a task done; a process that takes longer for it is killed."""
        with interrupts_later():
            self.start()
            return self._pool.schedule(_attempt, (function, task), timeout=seconds)

    def start(self) -> None:
        """Have processes that wait for tasks; new ones where the old ones died.

        Raises:
            CourseError: None can be started.
        """
        why = "they end at once"
        for attempt in range(3):  # the process that they are forked from may have died, too
            try:
                if attempt or not self._pool.active:
                    self._renew()
                if self._pool.active:
                    return
            except (BrokenProcessPool, OSError) as error:
                why = _root(error)
                time.sleep(attempt)
        raise CourseError(_NO_PROCESS.format(why))

    def wait(self, futures: Collection[Future], seconds: float) -> set[Future]:
        """Those that are done; all of them, as died, if the pool is stuck."""
        done = wait(futures, seconds + MARGIN_SECONDS, FIRST_COMPLETED).done
        if done:
            return done
        with interrupts_later():
            self._renew()
        for future in futures:
            if not future.done():
                future.set_exception(BrokenProcessPool())
        return set(futures)

    def _renew(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        self._pool.stop()
        self._pool.join()


class Scheduler:
    """The workers of a dask scheduler, of which there may be more or fewer later.

    Raises:
        CourseError: It cannot be reached or has no workers, or ``distributed`` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                "Grading on a scheduler needs dask.distributed: type this in the course's folder: "
                'pip install -e ".[scale]"'
            ) from None
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except OSError as error:
            raise CourseError(f"The scheduler {address} cannot be reached: {error}.") from error
        if not self._client.nthreads():
            self._client.close()
            raise CourseError(f"The scheduler {address} has no workers.")
        self._executor = self._client.get_executor(pure=False)

    @property
    def at_hand(self) -> int:
        return max(2, 2 * sum(self._client.nthreads().values()))

    def submit(self, function: Callable, task: Any, seconds: float) -> Future:
        """Have a task done; the workers of a scheduler end nothing that takes too long."""
        return self._executor.submit(_attempt, function, task)

    def wait(self, futures: Collection[Future], seconds: float) -> set[Future]:
        return wait(futures, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        self._client.close()


# Starting processes ------------------------------------------------------------------------------


def get_ready(
    course: Path,
    lessons: Iterable[str],
    workers: int | None,
    students: Collection[str] = (),
) -> Processes | None:
    """Start workers and their sandboxes, beside what this process does until it has work for them.

    Args:
        course: The course's folder.
        lessons: Those that will be graded, as `grade` takes them.
        workers: How many workers; one for each core if None, but not more than submissions.
        students: Whose work will be graded; everybody's if none is named.

    Returns:
        The workers, to be closed; None if there is nothing for them to do, or it is unclear what.
    """
    try:
        names = find_graded_lessons(course, lessons)
    except (CourseError, OSError):  # whoever grades will say what is wrong
        return None
    folders = (path for name in names for path in (course / "submitted").glob(f"*/{name}"))
    count = sum(not students or path.parent.name in students for path in folders)
    if not count:
        return None
    count = min(workers or os.cpu_count() or 1, count)
    pool = Processes(count, course.resolve())
    with interrupts_later():
        pool.start()
    return pool
