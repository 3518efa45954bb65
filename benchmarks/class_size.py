"""Grade a large made-up class: seconds, memory, and the same marks though workers are killed.

    python benchmarks/class_size.py [--sizes 100 400] [--mixed 200] [--workers 2]

Ordinary classes of two sizes say what one more student costs, and so what 10,000 would. Then a
class in which every second submission is damaged or hostile is graded twice, the second time with
two workers killed on the way. The lesson is a small one: three checks and a question in words.
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

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the made-up class belongs to the tests

from graders.classroom.release import release  # noqa: E402
from tests.classroom.mixed_class import (  # noqa: E402
    KINDS,
    ORDINARY,
    Killer,
    hand_in_all,
    undeserved,
)
from tests.classroom.small_course import make_course  # noqa: E402

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
            command, cwd=course, stdin=subprocess.DEVNULL, stdout=out, stderr=out
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
    with (course / "grades.csv").open(encoding="utf-8") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    return Run(seconds, most, points, len(killer.killed))


def peak(pid: int) -> float:
    """The most memory in megabytes that a process has used so far; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def show(what: str, count: int, run: Run) -> None:
    """Print one run in a line."""
    wrong = undeserved(run.points)
    verdict = "all marks as deserved" if not wrong else f"undeserved: {', '.join(wrong[:5])}"
    print(
        f"{what}: {count} submissions in {run.seconds:.0f} s, {run.seconds / count:.2f} s each; "
        f"main process at most {run.megabytes:.0f} MB; {verdict}",
        flush=True,
    )


def main() -> int:
    """Measure and print; 1 if a mark is not the deserved one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs=2, default=(100, 400), metavar="N")
    parser.add_argument("--mixed", type=int, default=200, metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    workers = chosen.workers
    with tempfile.TemporaryDirectory(prefix="class-") as scratch:
        ordinary = []
        for count in chosen.sizes:
            course = make_class(Path(scratch) / f"{count}", count, ORDINARY)
            ordinary.append(grade(course, workers))
            show("ordinary class", count, ordinary[-1])
        again = grade(course, workers)
        show("the same, unchanged", chosen.sizes[1], again)
        small, large = ordinary
        more = chosen.sizes[1] - chosen.sizes[0]
        seconds = (large.seconds - small.seconds) / more
        kilobytes = (large.megabytes - small.megabytes) / more * 1024
        far = LARGE - chosen.sizes[1]
        print(
            f"one student more: {seconds:.3f} s and {kilobytes:.1f} KB; {LARGE:,} students, if it "
            f"goes on like this: {(large.seconds + far * seconds) / 60:.0f} minutes, main process "
            f"{large.megabytes + far * kilobytes / 1024:.0f} MB",
            flush=True,
        )
        course = make_class(Path(scratch) / "mixed", chosen.mixed, KINDS)
        first = grade(course, workers, "--no-feedback")
        show("mixed class", chosen.mixed, first)
        second = grade(course, workers, "--no-feedback", "--again", kills=2)
        show(f"again, {second.killed} workers killed", chosen.mixed, second)
    same = first.points == second.points
    print(f"the same marks both times: {'yes' if same else 'NO'}")
    runs = [*ordinary, again, first, second]
    return 0 if same and second.killed == 2 and not any(undeserved(r.points) for r in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
