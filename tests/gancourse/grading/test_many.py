"""Many submissions, in processes here and on a dask scheduler, with workers killed on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.classes.mixed_class import KINDS, Killer, hand_in_all, results_of, undeserved
from benchmarks.classes.small_course import ROOT, short_limits
from gancourse.errors import CourseError
from gancourse.grading.grade import grade
from gancourse.grading.result import Result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes under /proc"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory, released_course) -> Path:
    course = short_limits(tmp_path_factory.mktemp("many") / "c", released_course)
    hand_in_all(course, len(KINDS))
    return course


@pytest.fixture(scope="module")
def first(course) -> list[Result]:
    return results_of(course, workers=2, feedback=False)


def test_everyone_gets_what_the_work_deserves(first):
    assert len(first) == len(KINDS)
    assert undeserved({one.student: one.points for one in first}) == []


def test_killed_workers_change_no_mark(course, first):
    killer = Killer(os.getpid(), course)
    killer.start()
    assert results_of(course, workers=2, feedback=False) == first
    assert len(killer.killed) == 2


@pytest.fixture
def scheduler(tmp_path) -> Iterator[tuple[str, subprocess.Popen]]:
    """A scheduler with two workers, each a process in a folder of its own; its address."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}

    def start(*words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    running = [
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    ]
    try:
        from distributed import Client

        deadline = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        worker = ("worker", "--scheduler-file", str(file), "--nworkers", "2", "--nthreads", "1")
        running.append(start(*worker, "--host", "127.0.0.1"))
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address, running[-1]
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(60)


def test_a_scheduler_gives_the_same_marks_though_a_worker_is_killed(course, first, scheduler):
    address, workers = scheduler
    killer = Killer(workers.pid, course, times=1)
    killer.start()
    assert results_of(course, scheduler=address, feedback=False) == first
    assert len(killer.killed) == 1


def test_a_scheduler_that_is_not_there_is_named(course):
    pytest.importorskip("distributed")
    with pytest.raises(CourseError, match=r"127\.0\.0\.1:9 cannot be reached"):
        grade(course, scheduler="tcp://127.0.0.1:9", again=True)
