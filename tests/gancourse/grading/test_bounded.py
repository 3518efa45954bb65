"""Work that students make take long is ended; the process that does it can be had anywhere."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gancourse.grading.bounded import TooLong, bounded, stop
from gancourse.grading.workers import Processes, carry_out

ROOT = Path(__file__).resolve().parents[3]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes that start quickly")

HOURS = (re.fullmatch, r"\s*(?:patient)?\s*(\d+)\s*", " " * 400_000 + "x")
"""Work by the square of a length, which hears no signal's handler."""


def die(notes: str | None = None) -> int:
    """End the process; the second time only if there is no file to make notes in."""
    if notes and Path(notes).exists():
        return os.getpid()
    if notes:
        Path(notes).touch()
    os._exit(1)


class Untold(Exception):
    """An error that cannot be pickled."""

    def __init__(self, one: object, two: object) -> None:
        super().__init__("untold")


def raise_untold() -> None:
    raise Untold(1, 2)


def test_results_and_errors_come_back():
    assert bounded(sorted, [3, 1, 2]) == [1, 2, 3]
    with pytest.raises(ValueError, match="invalid literal"):
        bounded(int, "x")
    with pytest.raises(RuntimeError, match="Untold: untold"):
        bounded(raise_untold)


def test_one_process_is_kept_and_each_thread_has_its_own():
    first = bounded(os.getpid)
    assert first == bounded(os.getpid) != os.getpid()

    def elsewhere() -> int:
        try:
            return bounded(os.getpid)
        finally:
            stop()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() not in (first, os.getpid())


@ON_LINUX
def test_what_takes_too_long_is_ended_and_the_next_call_works():
    before = bounded(os.getpid)
    with pytest.raises(TooLong, match="took too long"):
        bounded(*HOURS, seconds=0.5)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert bounded(int, "7") == 7


@ON_LINUX
def test_no_time_left_is_too_long():
    with pytest.raises(TooLong):
        bounded(int, "7", seconds=-1)


@ON_LINUX
def test_a_process_that_dies_is_replaced_and_work_that_kills_two_is_given_up(tmp_path):
    assert bounded(die, str(tmp_path / "notes")) != os.getpid()
    with pytest.raises(TooLong):
        bounded(die)
    idle = bounded(os.getpid)
    os.kill(idle, signal.SIGKILL)
    assert bounded(int, "7") == 7


@ON_LINUX
def test_memory_is_bounded_too():
    with pytest.raises(MemoryError):
        bounded(bytearray, 2**33)


def unfinished(_: object) -> str:
    """What a worker says of work without an end."""
    try:
        bounded(*HOURS, seconds=0.5)
    except TooLong as error:
        return str(error)
    return "finished"


@ON_LINUX
def test_workers_can_have_one_too():
    with contextlib.closing(Processes(1)) as pool:
        ((_, said),) = carry_out(unfinished, [0], pool, 60)
    assert "took too long" in said


ABANDONED = """
import os, threading
from gancourse.grading.bounded import bounded
from tests.gancourse.grading.test_bounded import HOURS
if __name__ == "__main__":
    print(bounded(os.getpid), flush=True)
    threading.Timer(0.5, os.kill, (os.getpid(), 9)).start()
    bounded(*HOURS, seconds={seconds})
"""


@ON_LINUX
def test_none_is_left_when_the_one_who_asked_is_killed(tmp_path):
    script = tmp_path / "abandoned.py"
    script.write_text(ABANDONED.format(seconds=1))
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )
    process = Path(f"/proc/{int(done.stdout)}/cmdline")
    deadline = time.monotonic() + 60
    while process.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not process.exists()
