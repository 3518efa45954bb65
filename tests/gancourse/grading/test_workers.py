"""Tasks on worker processes: what dies, hangs or never comes back costs itself only."""

from __future__ import annotations

import contextlib
import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gancourse.errors import CourseError
from gancourse.grading.workers import Processes, carry_out
from gancourse.sandbox import SandboxError

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers that start quickly")
SECONDS = 60


def work(task: str) -> str:
    """What a worker does in these tests; the task says what, and to which file it writes."""
    kind, _, rest = task.partition(" ")
    match kind:
        case "stubborn":
            while True:
                with contextlib.suppress(BaseException):
                    while True:
                        time.sleep(1)
        case "deaf":
            signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
            time.sleep(600)
        case "die":
            note(rest)
            os.kill(os.getpid(), signal.SIGKILL)
        case "die-once" if note(rest) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        case "break":
            note(rest)
            raise SandboxError("no room")
        case "fail":
            raise LookupError("nothing there")
    return f"{task} done"


def note(file: str) -> int:
    """Write down that a task was begun; how often it was now."""
    with open(file, "a") as out:
        out.write(".")
    return Path(file).stat().st_size


def carried_out(tasks: list[str], workers: int = 2, seconds: float = SECONDS) -> dict:
    with contextlib.closing(Processes(workers)) as pool:
        return dict(carry_out(work, tasks, pool, seconds))


@ON_LINUX
@pytest.mark.parametrize("kind", ["stubborn", "deaf"])
def test_work_that_takes_too_long_is_ended_whatever_it_catches(kind):
    outcomes = carried_out([kind, "a", "b"], seconds=1)
    assert "took too long" in outcomes.pop(kind)
    assert outcomes == {"a": "a done", "b": "b done"}


@ON_LINUX
def test_where_no_process_can_be_started_a_sentence_says_why():
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened = {int(name) for name in os.listdir("/proc/self/fd")}
    free = next(number for number in range(len(opened) + 1) if number not in opened)
    pool = Processes(1)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        with pytest.raises(CourseError, match="could be started: Too many open files"):
            pool.submit(work, "a", SECONDS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        pool.close()


def test_an_error_that_quotes_a_whole_hand_in_is_told_in_few_words():
    class Quoting:
        def submit(self, *_: Any) -> Future:
            future: Future = Future()
            future.set_exception(LookupError("x" * 1_000_000))
            return future

        at_hand = 1
        wait = staticmethod(lambda futures, _: set(futures))
        close = staticmethod(lambda: None)

    ((_, why),) = carry_out(work, ["a"], Quoting(), SECONDS)
    assert why.startswith("Grading it failed: xxx")
    assert len(why) < 300


@ON_LINUX
def test_one_that_kills_its_worker_is_tried_again_then_named_and_no_other_is_blamed(tmp_path):
    deadly, once = f"die {tmp_path / 'always'}", f"die-once {tmp_path / 'once'}"
    others = [str(number) for number in range(10)]
    outcomes = carried_out([*others[:5], deadly, once, *others[5:]])
    assert outcomes.pop(deadly) == "The process that graded it died."
    assert (tmp_path / "always").read_text() == "..."
    assert outcomes == {task: f"{task} done" for task in [*others, once]}


@ON_LINUX
def test_a_sandbox_that_breaks_is_tried_again_and_another_error_is_not(tmp_path):
    broken = f"break {tmp_path / 'count'}"
    outcomes = carried_out([broken, "fail", "a"])
    assert outcomes[broken] == "The sandbox failed: no room."
    assert (tmp_path / "count").read_text() == "..."
    assert outcomes["fail"] == "Grading it failed: LookupError: nothing there"
    assert outcomes["a"] == "a done"


class Stuck(Processes):
    """A pool that loses one task, as if its worker had been killed while it took it."""

    def submit(self, *task: Any) -> Future:
        lost, self.lost = getattr(self, "lost", False), True
        return super().submit(*task) if lost else Future()


@ON_LINUX
def test_a_pool_that_is_stuck_is_replaced(monkeypatch):
    monkeypatch.setattr("gancourse.grading.workers.MARGIN_SECONDS", 0)
    with contextlib.closing(Stuck(1)) as pool:
        outcomes = dict(carry_out(work, ["a", "b"], pool, 2))
    assert outcomes == {"a": "a done", "b": "b done"}


@ON_LINUX
def test_an_idle_process_that_dies_is_replaced():
    with contextlib.closing(Processes(1)) as pool:
        pool.submit(work, "a", SECONDS).result()
        (idle,) = pool._pool._pool_manager.worker_manager.workers
        os.kill(idle, signal.SIGKILL)
        while pool._pool.active:
            time.sleep(0.1)
        assert dict(carry_out(work, ["b"], pool, SECONDS)) == {"b": "b done"}


@ON_LINUX
def test_processes_do_one_kind_of_task_after_the_other():
    with contextlib.closing(Processes(1)) as pool:
        (first,) = dict(carry_out(process, ["a"], pool, SECONDS)).values()
        (second,) = dict(carry_out(process_too, ["a"], pool, SECONDS)).values()
    assert first == second


def process(_: object) -> int:
    return os.getpid()


def process_too(_: object) -> int:
    return os.getpid()


@ON_LINUX
def test_no_task_goes_on_when_nobody_waits_for_it_any_more(tmp_path):
    with contextlib.closing(Processes(2)) as pool:
        with contextlib.closing(carry_out(work, ["a", "deaf"], pool, SECONDS)) as outcomes:
            assert next(outcomes) == ("a", "a done")
            workers = list(pool._pool._pool_manager.worker_manager.workers)
        assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@dataclass
class Outcome:
    starved: bool


def test_what_was_stopped_on_a_busy_machine_is_tried_once_more_alone():
    pool, begun = Here(), []

    def outcome(task: int) -> Outcome:
        begun.append(task)
        return Outcome(starved=task != 2)

    outcomes = dict(carry_out(outcome, [1, 2, 3], pool, SECONDS))
    assert sorted(begun) == [1, 1, 2, 3, 3]
    assert sorted(outcomes) == [1, 2, 3]
    assert begun[-2] != begun[-1]


class Here:
    """A pool in this process."""

    at_hand = 4

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(2)
        self.submitted = 0

    def submit(self, function: Callable[[int], Any], task: int, seconds: float) -> Future:
        self.submitted += 1
        return self.executor.submit(function, task)

    def wait(self, futures: Collection[Future], seconds: float) -> set[Future]:
        return wait(futures, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        self.executor.shutdown()


def test_of_many_tasks_few_are_at_hand():
    asked, done = 0, 0

    def tasks() -> Iterator[int]:
        nonlocal asked
        for task in range(10_000):
            asked += 1
            assert asked - done <= Here.at_hand
            yield task

    pool = Here()
    for task, outcome in carry_out(operator.neg, tasks(), pool, SECONDS):
        done += 1
        assert outcome == -task
    assert done == asked == pool.submitted == 10_000


def test_the_main_process_loads_no_torch():
    code = """
import sys
from gancourse.cli import commands, report
from gancourse.grading import check, grade, workers
from gancourse.platforms import collect
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
