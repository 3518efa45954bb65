"""Where our own time and memory go: the student's code, the sandbox, the rest."""

from __future__ import annotations

import multiprocessing
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.grading.contestants import LESSON, environment, ours
from benchmarks.pages import markdown
from gancourse.course.places import release_path
from gancourse.course.settings import quiet_nbgrader
from gancourse.course.tidy import read
from gancourse.grading import feedback, page_files
from gancourse.grading import mark as marking
from gancourse.grading.jobs import Job, is_check
from gancourse.grading.record import Importer
from gancourse.sandbox import STRONG, WEAK, executor, usage
from gancourse.sandbox.executor import Executor, Request


def jobs_of(course: Path) -> list[Job]:
    """The submissions of a course, ready to be marked."""
    released = release_path(course, LESSON)
    checks = filter(is_check, read(released).cells)
    seeds = {cell.metadata.nbgrader.grade_id: number for number, cell in enumerate(checks, 1)}
    return [
        Job(path.parts[-3], LESSON, path.read_text(), released.read_text(), seeds)
        for path in sorted(course.glob("submitted/*/*/*.ipynb"))
    ]


def requests_of(job: Job) -> list[Request]:
    """What the sandbox has to run for a job."""
    nb, _ = marking.rebuild(
        nbformat.reads(job.released, as_version=4), nbformat.reads(job.submitted, as_version=4)
    )
    checks = {
        number: marking._parse(cell) for number, cell in enumerate(nb.cells) if is_check(cell)
    }
    seeds = {n: job.seeds[nb.cells[n].metadata.nbgrader.grade_id] for n in checks}
    return marking._requests(nb, checks, seeds)


def bare(jobs: list[Job]) -> list[float]:
    """Seconds of the same cells and observations in a process of their own, without a sandbox."""
    from gancourse.sandbox.server import warm_up
    from gancourse.sandbox.shell import OutputRecorder

    shell = warm_up()
    seconds = []
    for job in [jobs[0], *jobs]:  # the first call of everything is not counted
        shell.reset()
        requests = requests_of(job)
        begin = time.perf_counter()
        for request in requests:
            if request.is_check:
                shell.observe_answer(request.message())
            else:
                shell.run(request.source, OutputRecorder(1 << 22))
        seconds.append(time.perf_counter() - begin)
    return seconds[1:]


def sandboxes(jobs: list[Job], rounds: int) -> dict[str, list[float]]:
    """Mean seconds a submission in each kind of sandbox, by turns; for an empty notebook too."""
    found: dict[str, list[float]] = defaultdict(list)
    spawn = multiprocessing.get_context("spawn")
    work = [requests_of(job) for job in jobs]
    with Executor(isolation=STRONG) as strong, Executor(isolation=WEAK) as weak:
        runners = {STRONG: strong, WEAK: weak}
        for one in runners.values():
            one.run(work[0])
        for _ in range(rounds):
            with ProcessPoolExecutor(1, spawn) as pool:
                found["bare"].append(statistics.mean(pool.submit(bare, jobs).result()))
            for name, one in runners.items():
                found[name].append(statistics.mean(one.run(requests).seconds for requests in work))
                empty = [one.run([]).seconds for _ in work]
                found[f"{name}, empty"].append(statistics.mean(empty))
    return found


def sandbox_table(found: dict[str, list[float]]) -> str:
    rows = []
    for name in ("bare", WEAK, STRONG):
        more = [s - b for s, b in zip(found[name], found["bare"], strict=True)]
        empty = found.get(f"{name}, empty", [0.0])
        rows.append(
            ["no sandbox" if name == "bare" else name]
            + [f"{statistics.median(values):.3f}" for values in (found[name], more, empty)]
        )
    return markdown(["sandbox", "seconds a submission", "added", "an empty notebook"], rows)


BOUNDED = None
"""In the place of an owner: `bounded` calls it in a process of its own."""

PARTS = (  # owner, function, what the table calls it
    (BOUNDED, "_read_and_repair", "read and repair"),
    (marking, "_requests", "draw the inputs of the checks"),
    (executor, "_converse", "student's code and observations"),
    (Executor, "run", "fork, namespaces, clean up"),
    (BOUNDED, "_judged", "judge"),
    (BOUNDED, "sanitized", "take scripts out of outputs"),
    (marking, "mark", "read and write notebooks"),
    (Importer, "write", "gradebook and record"),
    (Importer, "_result", "read the gradebook again"),
    (page_files, "make_page", "feedback page"),
)

INSIDE = {"_converse": "run", "_result": "write"}
INSIDE |= dict.fromkeys(("_read_and_repair", "_requests", "run", "_judged", "sanitized"), "mark")


def parts(course: Path, jobs: list[Job]) -> dict[str, float]:
    """Seconds a submission of each part of our way, one after the other in this process."""
    spent: Counter[str] = Counter()
    with ExitStack() as stack, quiet_nbgrader(), Importer(course) as importer, Executor() as box:
        box.run(requests_of(jobs[0]))
        marking.mark(jobs[0], box)
        stack.enter_context(timed(marking, "bounded", spent))
        for owner, name, _ in PARTS:
            if owner is not BOUNDED:
                stack.enter_context(timed(owner, name, spent))
        for job in jobs:
            importer.write(job, marking.mark(job, box))
        for task in feedback.outdated(course, [(job.student, job.lesson) for job in jobs]):
            page_files.make_page(task)
    own = dict(spent)
    for inner, outer in INSIDE.items():
        own[outer] -= spent[inner]
    return {name: own[name] / len(jobs) for _, name, _ in PARTS}


@contextmanager
def timed(owner: Any, name: str, spent: Counter[str]) -> Iterator[None]:
    """Add up the seconds in a function while the block runs; of `bounded`, by what it calls."""
    function = getattr(owner, name)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            called = args[0].__name__ if name == "bounded" else name
            spent[called] += time.perf_counter() - begin

    setattr(owner, name, wrapper)
    try:
        yield
    finally:
        setattr(owner, name, function)


def parts_table(seconds: dict[str, float]) -> str:
    rows = [[words, f"{seconds[name]:.3f}"] for _, name, words in PARTS]
    rows.append(["**together**", f"{sum(seconds.values()):.3f}"])
    return markdown(["part", "seconds a submission"], rows)


STARTS = (  # what starts, which process does it, the code
    ("Python, the command line", "main", "import gancourse.cli.commands"),
    ("nbgrader, SQLAlchemy", "main", "import gancourse.cli.report, gancourse.grading.grade"),
    ("a new gradebook with a lesson", "main", "GRADEBOOK"),
    ("PyTorch", "worker", "import torch"),
    ("the rest of what marks", "worker", "import gancourse.grading.mark"),
    (
        "a trial of isolation",
        "worker",
        "from gancourse.sandbox import bubblewrap as b; b.why_weak()",
    ),
    ("PyTorch, what lessons import, the checks", "sandbox", "SANDBOX"),
)
"""What a grading begins with. The three processes begin side by side."""

GRADEBOOK = """
from pathlib import Path
from gancourse.course.settings import quiet_nbgrader
from gancourse.grading.record import Importer
with quiet_nbgrader(), Importer(Path({course!r})) as importer:
    importer.enter_lessons([{lesson!r}])
"""

SANDBOX = """
from gancourse.sandbox.executor import Executor
with Executor() as executor:
    executor.start()
    executor._server.wait_until_ready()
"""

BASES = {
    "nbgrader, SQLAlchemy": "import gancourse.cli.commands",
    "a new gradebook with a lesson": "import gancourse.grading.grade",
    "the rest of what marks": "import torch",
    "a trial of isolation": "import gancourse.sandbox.bubblewrap",
    "PyTorch, what lessons import, the checks": (
        "from gancourse.sandbox import executor; executor.why_weak()"
    ),
}
"""What has been loaded before, and is taken off."""


def start_up(course: Path, rounds: int = 3) -> dict[str, float]:
    """Seconds of each step with which a grading begins, alone on the machine."""

    def seconds(code: str) -> float:
        (course / "gradebook.db").unlink(missing_ok=True)
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=course, env=environment(), check=True)
        return time.perf_counter() - begin

    codes = {"GRADEBOOK": GRADEBOOK.format(course=str(course), lesson=LESSON), "SANDBOX": SANDBOX}
    found = {}
    for what, _, code in STARTS:
        base = BASES.get(what, "")
        code = codes.get(code, code)
        found[what] = statistics.median(
            seconds(code) - (seconds(base) if base else 0.0) for _ in range(rounds)
        )
    return found


def start_table(seconds: dict[str, float]) -> str:
    rows = [[process, what, f"{seconds[what]:.2f}"] for what, process, _ in STARTS]
    return markdown(["process", "what it begins with", "seconds, alone"], rows)


def memory(course: Path, workers: int) -> dict[str, float]:
    """The most memory, in MB, while a class is graded: all processes, shared pages counted once."""
    grader = ours(workers)
    most = {"all": 0.0, "main": 0.0}
    with (course / "bench.log").open("ab") as out:
        process = subprocess.Popen(
            grader.commands(course)[0], cwd=course, env=environment(), stdout=out, stderr=out
        )
        while process.poll() is None:
            main = proportional(process.pid)
            rest = sum(map(proportional, usage.descendants(process.pid)))
            most["main"] = max(most["main"], main)
            most["all"] = max(most["all"], main + rest)
            time.sleep(0.1)
    return most


def proportional(pid: int) -> float:
    """A process's memory in megabytes, its part of what it shares; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def memory_table(found: dict[int, dict[str, float]]) -> str:
    rows = [
        [f"{workers}", f"{most['all']:.0f}", f"{most['main']:.0f}"]
        for workers, most in found.items()
    ]
    return markdown(["workers", "all processes, MB", "of it the main process, MB"], rows)
