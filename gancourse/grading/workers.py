"""Many jobs at a time: in processes on this machine, or on the workers of a dask scheduler.

Both take jobs one by one and keep only a few of them at hand, so that a class of any size fits
into memory. A worker that dies takes no mark with it: what it was doing is done again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from gancourse.errors import CourseError
from gancourse.sandbox import SandboxError
from gancourse.sandbox.limits import Limits

if TYPE_CHECKING:  # nbgrader takes seconds to import, in which workers can get ready
    from gancourse.grading.jobs import Job, Marked

WORKER_GIGABYTES = 4
"""Memory of one worker process: a judge that needs more ends with an error."""

MOST_TRIES = 3
"""How often a job is begun whose worker or sandbox does not survive it."""


MARGIN_SECONDS = 300
"""What starting, repairing and judging may take beside running: none may hold up a class."""


class _TooLong(BaseException):
    """Passes through code that catches every ordinary exception."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the block with an error if it takes longer, where the system has alarms for that.

    Raises:
        TimeoutError: It took longer.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() != threading.main_thread():
        yield
        return

    def ring(*_: Any) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TooLong:
        raise TimeoutError(f"it took more than {seconds:.0f} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def mark_all(
    jobs: Iterable[Job], *, workers: int | None = None, scheduler: str | None = None
) -> Iterator[tuple[Job, Marked | str]]:
    """Mark jobs in any order; each comes back with its marks, or with why there are none.

    Args:
        jobs: Asked for one by one.
        workers: Processes on this machine; one for each core if None.
        scheduler: The address of a dask scheduler; then its workers do the work.

    Raises:
        CourseError: The scheduler cannot be reached, or ``distributed`` is not installed.
    """
    if scheduler:
        yield from _on_scheduler(jobs, scheduler)
    else:
        yield from _here(jobs, workers or os.cpu_count() or 1)


def _mark(job: Job) -> Marked:
    from gancourse.grading.mark import kept_executor, mark  # the main process needs no PyTorch

    running = job.limits.get("notebook_seconds", Limits().notebook_seconds)
    with deadline(running + MARGIN_SECONDS):
        return mark(job, kept_executor(job.limits))


# On this machine ---------------------------------------------------------------------------------


def _here(jobs: Iterable[Job], workers: int) -> Iterator[tuple[Job, Marked | str]]:
    waiting: deque[tuple[Job, int]] = deque()
    source = iter(jobs)
    alone = False
    while True:
        if not waiting:
            first = next(source, None)
            if first is None:
                return
            waiting.append((first, 1))
        # After a worker has died, those that were with it get a pool for themselves, one by one:
        # so the one that kills its worker is found out, and no other is blamed.
        for job, tries, result in _in_pool(waiting, source, 1 if alone else workers, alone):
            if not isinstance(result, _Undone):
                yield job, result
            elif tries < MOST_TRIES:
                waiting.append((job, tries + 1))
            else:
                yield job, result.why
        alone = bool(waiting)


class _Undone:
    """A job that has no result because a process did not survive it."""

    def __init__(self, why: str) -> None:
        self.why = why


def _in_pool(
    waiting: deque[tuple[Job, int]], source: Iterator[Job], workers: int, alone: bool
) -> Iterator[tuple[Job, int, Marked | str | _Undone]]:
    """Work with one pool of processes until all is done, or the pool breaks."""
    running: dict[Future, tuple[Job, int]] = {}
    broken = False
    with process_pool(workers) as pool:
        while True:
            while not broken and len(running) < (1 if alone else 2 * workers):
                if waiting:
                    job, tries = waiting.popleft()
                elif not alone and (new := next(source, None)) is not None:
                    job, tries = new, 1
                else:
                    break
                try:
                    with interrupts_later():
                        running[pool.submit(_mark, job)] = (job, tries)
                except BrokenProcessPool:
                    waiting.appendleft((job, tries))
                    broken = True
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job, tries = running.pop(future)
                try:
                    yield job, tries, future.result()
                except BrokenProcessPool:
                    broken = True
                    yield job, tries, _Undone("The process that graded it died.")
                except SandboxError as error:
                    yield job, tries, _Undone(f"The sandbox failed: {error}.")
                except Exception as error:  # one submission never stops the others
                    yield job, tries, f"Grading it failed: {type(error).__name__}: {error}"


@contextlib.contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of worker processes that do not hear Ctrl-C, and end with the block."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, _context(), _start_worker)
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def get_ready() -> None:
    """Begin to load what workers need, beside what this process does until it has work for them."""
    if sys.platform == "linux":
        from multiprocessing import forkserver

        _context()
        with interrupts_later():
            forkserver.ensure_running()


def _context() -> Any:
    """How workers are started: where it is safe, forked from one process that has imported all."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gancourse.grading.mark"])
    return context


@contextlib.contextmanager
def interrupts_later() -> Iterator[None]:
    """Ctrl-C waits until the end of the block; processes that are started in it never hear it."""
    heard = []
    here = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda *_: heard.append(True)) if here else None
    can_block = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if here:
            signal.signal(signal.SIGINT, handler)
    if heard:
        raise KeyboardInterrupt


def _start_worker() -> None:
    import torch

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process
    torch.set_num_threads(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # the screen belongs to the main process
    if sys.platform == "linux":
        import resource

        # What comes back from a submission may be made to cost the judge its memory.
        most = WORKER_GIGABYTES * 2**30
        resource.setrlimit(
            resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1])
        )


# On a scheduler ----------------------------------------------------------------------------------


def _on_scheduler(jobs: Iterable[Job], address: str) -> Iterator[tuple[Job, Marked | str]]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CourseError(
            "Grading on a scheduler needs dask.distributed: type this in the course's folder: "
            'pip install -e ".[scale]"'
        ) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except OSError as error:
        raise CourseError(f"The scheduler {address} cannot be reached: {error}.") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise CourseError(f"The scheduler {address} has no workers.")
        source = iter(jobs)
        given: dict[Any, Job] = {}
        done = as_completed(loop=client.loop, with_results=False)

        def hand_out() -> None:
            threads = sum(one["nthreads"] for one in client.scheduler_info()["workers"].values())
            while len(given) < max(2, 2 * threads) and (job := next(source, None)) is not None:
                future = client.submit(_mark, job, pure=False, retries=MOST_TRIES - 1)
                given[future] = job
                done.add(future)

        hand_out()
        while given:
            future = next(done)
            job = given.pop(future)
            try:
                yield job, future.result()
            except Exception as error:
                yield job, f"Grading it failed: {type(error).__name__}: {error}"
            hand_out()
