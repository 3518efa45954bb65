"""A class of any size, honest, wrong, damaged, hostile; and workers killed on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from benchmarks.classes.processes import kill, workers
from benchmarks.classes.small_course import (
    LESSON,
    OTHER_DEFAULT,
    RIGHT,
    answered,
    cell,
    code,
    hand_in,
    position,
)
from gancourse.course.tidy import read, text_of
from gancourse.grading.grade import grade
from gancourse.grading.record import RECORD
from gancourse.grading.result import Result

ORDINARY = (
    "honest",
    "wrong",
    "partly",
    "honest",
    "blank",
    "broken",
    "honest",
    "damaged",
    "cut-off",
)
KINDS = (*ORDINARY, "honest", "dead", "forged", "patched", "prying", "daemon", "flood")

DAEMON = """\
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
"""
PATCHED = """\
import torch
from graders.core.check import Item
Item.judge = lambda self, *seen: "passed"
torch.equal = lambda *tensors: True
"""
PRYING = """\
import glob, socket
print(glob.glob("/**/grading.key", recursive=True), glob.glob("/**/submitted", recursive=True))
try:
    socket.create_connection(("127.0.0.1", 22), timeout=1)
except OSError:
    pass
"""


def submission(kind: str, released: NotebookNode) -> NotebookNode:
    """What one of this kind hands in."""
    match kind:
        case "wrong":
            return answered(released, count_pixels="def count_pixels(h, w):\n    return h + w\n")
        case "partly":
            return answered(released, conv_out_size=OTHER_DEFAULT)
        case "blank":
            return answered(released, **{name: cell(released, name).source for name in RIGHT})
        case "broken":
            return answered(released, conv_out_size="def conv_out_size(:\n")
        case "dead":
            dead = "import os\ndef batch_size_answer():\n    os._exit(3)\n"
            return answered(released, batch_size_answer=dead)
    nb = answered(released)
    more = {"daemon": DAEMON, "patched": PATCHED, "prying": PRYING, "flood": FLOOD}
    if kind in more:
        nb.cells.insert(position(nb, "count_pixels"), code("more", more[kind]))
    if kind == "damaged":
        del nb.cells[position(nb, "check-conv_out_size")]
        nb.cells.append(nb.cells.pop(position(nb, "count_pixels")))
    if kind in ("forged", "patched"):
        cell(nb, "count_pixels").source = "def count_pixels(height, width):\n    return 1\n"
    if kind == "forged":
        cell(nb, "check-count_pixels").source = "print('count_pixels: the check passed.')"
    return nb


FLOOD = "for number in range(100_000):\n    print(number, 'x' * 100)\n"

POINTS = {
    "honest": 8,
    "wrong": 5,
    "blank": 0,
    "broken": 6,
    "damaged": 8,
    "cut-off": 3,
    "dead": 5,
    "forged": 5,
    "patched": 5,
    "prying": 8,
    "daemon": 8,
    "flood": 8,
}
"""What each kind deserves; ``partly`` gets a part of two points more than 6."""


def kind_of(student: str) -> str:
    """The kind of a made-up student, from the name."""
    return student.partition("-")[2]


def hand_in_all(course: Path, count: int, kinds: Sequence[str] = KINDS) -> None:
    """Let a class of ``count`` hand in, of all these kinds by turns."""
    released = read(course / "notebooks" / LESSON / f"{LESSON}.ipynb")
    for number in range(count):
        kind = kinds[number % len(kinds)]
        student = f"{number:05}-{kind}"
        nb = submission(kind, released)
        hand_in(course, student, nb)
        if kind == "cut-off":
            path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
            text = text_of(nb)
            path.write_text(text[: text.index("Exercise 1.2")])


def undeserved(points: Mapping[str, float]) -> list[str]:
    """The students whose points are not what they deserve."""
    return [
        student
        for student, earned in points.items()
        if earned != POINTS.get(kind_of(student), earned)
        or (kind_of(student) == "partly" and not 6 < earned < 8)
    ]


def results_of(course: Path, **options) -> list[Result]:
    """Grade all anew; how long each took is left out."""
    return [replace(result, seconds=0.0) for result in grade(course, again=True, **options)]


class Killer(threading.Thread):
    """Kills a worker below the process ``pid``, and later another, while a class is graded.

    Attributes:
        killed: The processes that were killed.
    """

    def __init__(self, pid: int, course: Path, times: int = 2) -> None:
        super().__init__(daemon=True)
        self.pid, self.course, self.times = pid, course, times
        self.killed: list[int] = []
        self.begin = time.time()

    def run(self) -> None:
        seen = 0
        while len(self.killed) < self.times:
            time.sleep(0.1)
            records = (self.course / "autograded").glob(f"*/*/{RECORD}")
            new = sum(_changed(path) > self.begin for path in records)
            there = [pid for pid in workers(self.pid) if pid not in self.killed]
            if new > seen and there:
                kill(there[0])
                self.killed.append(there[0])
                seen = new


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
