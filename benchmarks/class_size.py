"""Grade a large made-up class: seconds, memory, and the same marks though workers are killed.

    python -m benchmarks class [--sizes 100 400] [--mixed 200] [--workers 2]

Ordinary classes of two sizes say what one more student costs, and so what 10,000 would. With
``--sizes 400 10000`` these are graded, and two workers killed on the way. Then a class in which
every second submission is damaged or hostile is graded twice, the second time with two workers
killed on the way. The lesson is a small one: three checks and a question in words. Prints a table
and writes it into docs/grading.md. About 10 minutes; 15 with 10,000.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.classes.mixed_class import (
    KINDS,
    ORDINARY,
    Killer,
    hand_in_all,
    undeserved,
)
from benchmarks.classes.small_course import make_course
from benchmarks.grading.contestants import environment, write_bytecode
from benchmarks.pages import DOCS, markdown, put
from gancourse.release.release import release

LARGE = 10_000


class Run(NamedTuple):
    """One run of ``gancourse grade``.

    Attributes:
        seconds: How long it took.
        megabytes: The most memory of the main process.
        points: What each student has in ``grades.csv`` afterwards.
        killed: How many of its workers were killed on the way.
    """

    seconds: float
    megabytes: float
    points: dict[str, float]
    killed: int


def make_class(folder: Path, count: int, kinds: Sequence[str]) -> Path:
    """A course in ``folder`` with ``count`` submissions."""
    course = make_course(folder)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Limits.output_kilobytes = 64\n")
    release(course)
    hand_in_all(course, count, kinds)
    return course


def grade(course: Path, workers: int, *options: str, kills: int = 0) -> Run:
    """Grade a course by the command, and watch its main process."""
    command = [sys.executable, "-m", "gancourse", "grade", f"--workers={workers}", *options]
    begin = time.monotonic()
    with (course / "screen.log").open("ab") as out:
        process = subprocess.Popen(
            command, cwd=course, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        killer = Killer(process.pid, course, kills)
        killer.start()
        most = 0.0
        while process.poll() is None:
            most = max(most, peak(process.pid))
            time.sleep(0.2)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"it ended with {process.returncode}: see {course / 'screen.log'}")
    seconds = time.monotonic() - begin
    with (course / "grades.csv").open(encoding="utf-8-sig") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    return Run(seconds, most, points, len(killer.killed))


def peak(pid: int) -> float:
    """The most memory in megabytes that a process has used so far; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def row(what: str, count: int, run: Run) -> list[str]:
    """One run as a line of the table; it is printed too."""
    wrong = undeserved(run.points)
    marks = "as deserved" if not wrong else f"{len(wrong)} wrong: {', '.join(wrong[:5])}"
    cells = [f"{run.seconds:.0f}", f"{run.seconds / count:.2f}", f"{run.megabytes:.0f}"]
    line = [what, f"{count:,}", *cells, marks]
    print(*line, sep="  ", flush=True)
    return line


def far_away(small: Run, large: Run, sizes: Sequence[int]) -> list[str]:
    """What a class of 10,000 would take, if each student more costs what one costs here."""
    more = sizes[1] - sizes[0]
    each = (large.seconds - small.seconds) / more
    megabytes = max(0.0, large.megabytes - small.megabytes) / more
    far = LARGE - sizes[1]
    seconds = large.seconds + far * each
    most = large.megabytes + far * megabytes
    cells = [f"{seconds:.0f}", f"{each:.2f}", f"{most:.0f}", "extrapolated"]
    return ["ordinary", f"{LARGE:,}", *cells]


def main() -> int:
    """Measure, print and write the table; 1 if a mark is not the deserved one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs=2, default=(100, 400), metavar="N")
    parser.add_argument("--mixed", type=int, default=200, metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    sizes, workers = chosen.sizes, chosen.workers
    rows, runs = [], []
    write_bytecode()
    with tempfile.TemporaryDirectory(prefix="class-") as scratch:
        for count in sizes:
            course = make_class(Path(scratch) / f"{count}", count, ORDINARY)
            kills = 2 if count >= LARGE else 0
            runs.append(grade(course, workers, kills=kills))
            what = "ordinary, two workers killed" if kills else "ordinary"
            rows.append(row(what, count, runs[-1]))
        if sizes[1] < LARGE:
            rows.append(far_away(*runs, sizes))
        runs.append(grade(course, workers))
        rows.append(row("the same again, unchanged", sizes[1], runs[-1]))
        course = make_class(Path(scratch) / "mixed", chosen.mixed, KINDS)
        first = grade(course, workers, "--no-feedback")
        rows.append(row("mixed, without pages", chosen.mixed, first))
        second = grade(course, workers, "--no-feedback", "--again", kills=2)
        rows.append(row("the same, two workers killed", chosen.mixed, second))
    same = first.points == second.points
    head = ["class", "students", "seconds", "a student", "main process, MB", "marks"]
    table = markdown(head, rows)
    print(f"\n{table}\n\nThe same marks both times: {'yes' if same else 'NO'}.")
    put(DOCS / "grading.md", classes=table)
    right = same and second.killed == 2
    return 0 if right and not any(undeserved(one.points) for one in (*runs, first, second)) else 1


if __name__ == "__main__":
    sys.exit(main())
