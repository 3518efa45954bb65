"""Measure how long grading takes: nbgrader as it comes, nbgrader tuned, otter-grader, and ours.

    python -m benchmarks.grading [--pupils 24] [--rounds 2]

All grade the same class in one lesson, by turns, one thread each; otter-grader gets an environment
of its own in a cache folder. Then it takes our time apart: what the student's own code takes, what
the sandbox adds, where the rest goes, and how much memory a worker needs. Prints tables and writes
them into docs/grading.md. About 20 minutes.
"""

from __future__ import annotations

import argparse
import copy
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import platformdirs
import torch
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from benchmarks.pages import DOCS, markdown, put
from gancourse import demo
from gancourse.course.places import course_root, release_path, source_path
from gancourse.course.settings import load_config, quiet_nbgrader
from gancourse.course.tidy import SKIP_TAG, read
from gancourse.grading import feedback
from gancourse.grading import mark as marking
from gancourse.grading.jobs import Job, is_check
from gancourse.grading.record import Importer
from gancourse.sandbox import STRONG, WEAK, executor, namespaces
from gancourse.sandbox.executor import Executor, Request
from gancourse.sandbox.limits import Limits

PAGE = DOCS / "grading.md"
LESSON = "02_building_blocks"
KINDS = (demo._all_right, demo._half, demo._typical, demo._blank)
BIN = Path(sys.executable).parent

PLAIN = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
"""
FIXES = f"""
import os
import tempfile
c.Execute.timeout = 30
c.Execute.shutdown_kernel = "immediate"
c.Execute.skip_cells_with_tag = "{SKIP_TAG}"
c.KernelManager.transport = "ipc"
c.KernelManager.connection_file = f"{{tempfile.gettempdir()}}/kernel-{{os.getpid()}}.json"
"""

Passed = dict[str, frozenset[str]]
"""The checks that each pupil passed with full points."""


class Grader(NamedTuple):
    """One way to grade a class.

    Attributes:
        name: What the table calls it.
        make: Makes its course folder: (folder, pupils).
        commands: The commands that grade the folder, side by side.
        passed: What it found, read afterwards.
    """

    name: str
    make: Callable[[Path, dict[str, NotebookNode]], None]
    commands: Callable[[Path], list[list[str]]]
    passed: Callable[[Path], Passed]


# The class ---------------------------------------------------------------------------------------


def pupils(count: int) -> dict[str, NotebookNode]:
    """A class of mixed quality; the names begin with a or b by turns."""
    released = read(release_path(course_root(), LESSON))
    right = demo.right_answers(read(source_path(course_root(), LESSON)))
    key = demo.Key(right, demo.typical_mistakes(course_root()), looping="")
    return {
        f"{'ab'[n // len(KINDS) % 2]}-pupil-{n:02}": KINDS[n % len(KINDS)](
            copy.deepcopy(released), key
        )
        for n in range(count)
    }


def make_course(config: str, folder: Path, handed_in: dict[str, NotebookNode]) -> None:
    """A course with one lesson, and what was handed in."""
    for step in ("solutions", "notebooks"):
        shutil.copytree(course_root() / step / LESSON, folder / step / LESSON)
    for pupil, nb in handed_in.items():
        target = folder / "submitted" / pupil / LESSON
        target.mkdir(parents=True)
        nbformat.write(nb, target / f"{LESSON}.ipynb")
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")


def environment() -> dict[str, str]:
    """The same for all: this Python first, the checks of this course, one thread."""
    more = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(course_root())}
    return os.environ | more | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run(commands: list[list[str]], folder: Path) -> float:
    """Run commands side by side; the seconds until the last one has ended.

    Raises:
        RuntimeError: One failed.
    """
    log = folder / "bench.log"
    begin = time.perf_counter()
    with log.open("ab") as out:
        running = [
            subprocess.Popen(
                one, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
            for one in commands
        ]
        codes = [one.wait() for one in running]
    if any(codes):
        raise RuntimeError(f"{commands[0]} failed: {log.read_text(errors='replace')[-2000:]}")
    return time.perf_counter() - begin


def passed_by_gradebook(folder: Path) -> Passed:
    found = {}
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        for handed_in in book.assignment_submissions(LESSON):
            grades = handed_in.notebooks[0].grades
            full = (one.name for one in grades if one.auto_score == one.max_score)
            found[handed_in.student.id] = frozenset(full)
    return found


# The graders -------------------------------------------------------------------------------------


def make_stock(config: str, folder: Path, handed_in: dict[str, NotebookNode]) -> None:
    make_course(config, folder, handed_in)
    run([[str(BIN / "nbgrader"), "generate_assignment", LESSON, "--force"]], folder)


def stock(name: str, config: str, processes: int = 1) -> Grader:
    def commands(folder: Path) -> list[list[str]]:
        command = [str(BIN / "nbgrader"), "autograde", LESSON, "--force"]
        if processes == 1:
            return [command]
        present = {path.name[0] for path in (folder / "submitted").iterdir()}
        return [[*command, f"--student={letter}*"] for letter in sorted(present)]

    return Grader(name, partial(make_stock, config), commands, passed_by_gradebook)


def ours(workers: int) -> Grader:
    def commands(folder: Path) -> list[list[str]]:
        command = [str(BIN / "gancourse"), "grade", LESSON, "--again", "--no-feedback"]
        return [[*command, f"--workers={workers}"]]

    config = (course_root() / "nbgrader_config.py").read_text(encoding="utf-8")
    name = f"ours, {workers} worker{'s' * (workers > 1)}"
    return Grader(name, partial(make_course, config), commands, passed_by_gradebook)


OTTER_LOOP = """
import glob, json, os, sys
from otter.api import grade_submission
found = {}
for file in sorted(glob.glob("submitted/*/*/*.ipynb")):
    results = grade_submission(os.path.abspath(file), "autograder.zip", quiet=True)
    full = [name for name, one in results.results.items() if one.score == one.possible]
    found[file.split(os.sep)[1]] = full
json.dump(found, open("passed.json", "w"))
"""


def otter() -> Grader:
    """otter-grader without docker, by its Python interface: one process, one kernel a submission.

    Raises:
        RuntimeError: It cannot be installed.
    """
    place = Path(platformdirs.user_cache_dir("gancourse")) / "otter"
    python = place / "bin" / "python"
    if not (place / "bin" / "otter").exists():
        run([[sys.executable, "-m", "venv", "--clear", str(place)]], Path(tempfile.gettempdir()))
        site = next(place.glob("lib/python*/site-packages"))
        # It sees the packages of this course: so both use the same build of PyTorch.
        (site / "course.pth").write_text(f"{Path(torch.__file__).parents[1]}\n", encoding="utf-8")
        run([[str(python), "-m", "pip", "install", "-q", "otter-grader"]], place)
    commands = [[str(python), "-c", OTTER_LOOP]]
    return Grader("otter-grader", partial(make_otter, place), lambda _: commands, passed_by_otter)


def make_otter(place: Path, folder: Path, handed_in: dict[str, NotebookNode]) -> None:
    """The lesson as an assignment of otter: its checks become test files, one for each."""
    make_course("", folder, {name: as_otter(nb) for name, nb in handed_in.items()})
    tests = folder / "tests"
    tests.mkdir()
    for cell in filter(is_check, read(release_path(course_root(), LESSON)).cells):
        name = cell.metadata.nbgrader.grade_id
        item = marking._parse(cell)[0]
        count = len(item.aspects)
        code = f">>> {cell.source}\n{item.name}: all {count} checks passed."
        case = {"code": code, "hidden": False, "locked": False}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        points = cell.metadata.nbgrader.points
        test = {"name": name, "points": points, "suites": [suite]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n", encoding="utf-8")
    more = ["--no-environment", "--no-requirements", "--no-config"]
    run([[str(place / "bin" / "otter"), "generate", "-t", "tests", *more]], folder)


def as_otter(nb: NotebookNode) -> NotebookNode:
    """A submission in which otter's tests stand where our checks stood."""
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        if SKIP_TAG in cell.metadata.get("tags", ()):
            cell.metadata.tags = ["otter_ignore"]
        if is_check(cell):
            cell.metadata = {"otter": {"tests": [cell.metadata.nbgrader.grade_id]}}
            cell.source = ""
    return nb


def passed_by_otter(folder: Path) -> Passed:
    found = json.loads((folder / "passed.json").read_text(encoding="utf-8"))
    return {pupil: frozenset(names) for pupil, names in found.items()}


def contestants() -> list[Grader]:
    graders = [
        stock("nbgrader, as it comes", PLAIN),
        stock("nbgrader, tuned", PLAIN + FIXES),
        stock("nbgrader, tuned, 2 processes", PLAIN + FIXES, processes=2),
    ]
    try:
        graders.append(otter())
    except (RuntimeError, OSError) as error:
        print(f"otter-grader is left out, it could not be installed: {error}")
    return [*graders, ours(1), ours(2)]


def race(count: int, rounds: int, scratch: Path) -> tuple[dict[str, list[float]], Passed]:
    """Seconds of each grader for a class, then for one pupil alone; and what ours found.

    They take turns, so that a busy moment of the machine does not hit one of them alone.
    """
    handed_in = pupils(count)
    first = dict([next(iter(handed_in.items()))])
    seconds: dict[str, list[float]] = defaultdict(list)
    graders = contestants()
    for number, grader in enumerate(graders):
        grader.make(scratch / f"{number}-class", handed_in)
        grader.make(scratch / f"{number}-one", first)
    for _ in range(rounds):
        for number, grader in enumerate(graders):
            for size in ("class", "one"):
                folder = scratch / f"{number}-{size}"
                seconds[f"{grader.name}/{size}"].append(run(grader.commands(folder), folder))
            say(f"{grader.name}: {seconds[f'{grader.name}/class'][-1] / count:.2f} s a submission")
    found = {one.name: one.passed(scratch / f"{n}-class") for n, one in enumerate(graders)}
    reference = found[graders[-1].name]
    for name, one in found.items():
        for pupil in handed_in:
            if one.get(pupil) != reference[pupil]:
                differ = sorted(reference[pupil] ^ one.get(pupil, frozenset()))
                print(f"{name} finds something else for {pupil}: {', '.join(differ)}")
    return seconds, reference


def race_table(seconds: dict[str, list[float]], count: int) -> str:
    """Seconds of each grader for a whole class and for one pupil more, beside the first of them."""
    names = [name.removesuffix("/class") for name in seconds if name.endswith("/class")]
    each = {name: [s / count for s in seconds[f"{name}/class"]] for name in names}
    more = {
        name: statistics.median(
            (whole - one) / (count - 1)
            for whole, one in zip(seconds[f"{name}/class"], seconds[f"{name}/one"], strict=True)
        )
        for name in names
    }
    rows = []
    for name in names:
        ratios = [a / b for a, b in zip(each[names[0]], each[name], strict=True)]
        rows.append(
            [
                name,
                f"{statistics.median(each[name]):.2f}",
                f"{min(each[name]):.2f} to {max(each[name]):.2f}",
                f"{statistics.median(ratios):.1f}",
                f"{statistics.median(seconds[f'{name}/one']):.1f}",
                f"{more[name]:.2f}",
                f"{more[names[0]] / more[name]:.1f}",
            ]
        )
    head = ["grader", "seconds a submission", "lowest to highest", "times as fast"]
    return markdown([*head, "a class of one", "one pupil more", "times as fast"], rows)


# Our own time ------------------------------------------------------------------------------------


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


PARTS = (  # owner, function, what the table calls it
    (marking, "rebuild", "repair"),
    (marking, "_requests", "draw the inputs of the checks"),
    (executor, "_converse", "student's code and observations"),
    (Executor, "run", "fork, namespaces, clean up"),
    (marking, "_judge", "judge"),
    (marking, "sanitize", "take scripts out of outputs"),
    (marking, "mark", "read and write notebooks"),
    (Importer, "write", "gradebook and record"),
    (Importer, "_result", "read the gradebook again"),
    (feedback, "_make_page", "feedback page"),
)
INSIDE = {"_converse": "run", **dict.fromkeys(("rebuild", "_requests", "run", "_judge"), "mark")}
INSIDE |= {"sanitize": "mark", "_result": "write"}


def parts(course: Path, jobs: list[Job]) -> dict[str, float]:
    """Seconds a submission of each part of our way, one after the other in this process."""
    spent: Counter[str] = Counter()
    with ExitStack() as stack, quiet_nbgrader(), Importer(course) as importer, Executor() as box:
        box.run(requests_of(jobs[0]))
        marking.mark(jobs[0], box)
        for owner, name, _ in PARTS:
            stack.enter_context(timed(owner, name, spent))
        for job in jobs:
            importer.write(job, marking.mark(job, box))
        for job in jobs:
            feedback._make_page((course, job.student, job.lesson))
    own = dict(spent)
    for inner, outer in INSIDE.items():
        own[outer] -= spent[inner]
    return {name: own[name] / len(jobs) for _, name, _ in PARTS}


@contextmanager
def timed(owner: Any, name: str, spent: Counter[str]) -> Iterator[None]:
    """Add up the seconds in a function while the block runs."""
    function = getattr(owner, name)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - begin

    setattr(owner, name, wrapper)
    try:
        yield
    finally:
        setattr(owner, name, function)


def parts_table(seconds: dict[str, float]) -> str:
    rows = [[words, f"{seconds[name]:.3f}"] for _, name, words in PARTS]
    rows.append(["**together**", f"{sum(seconds.values()):.3f}"])
    return markdown(["part", "seconds a submission"], rows)


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
            rest = sum(map(proportional, namespaces.descendants(process.pid)))
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


# -------------------------------------------------------------------------------------------------


def limits_table(course: Path) -> str:
    """What one submission may use, in the sandbox, under the settings of a course."""
    limits = Limits(config=load_config(course))
    traits = limits.traits(config=True)
    rows = [[f"`{name}`", str(value), traits[name].help] for name, value in limits.table().items()]
    return "\n".join(
        "| " + " | ".join(row) + " |"
        for row in [["setting", "value", "what it limits"], ["---", "---:", "---"], *rows]
    )


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print, and write the page's tables."""
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__.split("\n\n")[0]))
    parser.add_argument("--pupils", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as scratch:
        seconds, found = race(chosen.pupils, chosen.rounds, Path(scratch))
        course = Path(scratch) / "mine"
        config = (course_root() / "nbgrader_config.py").read_text(encoding="utf-8")
        make_course(config, course, pupils(chosen.pupils))
        megabytes = {workers: memory(course, workers) for workers in (1, 2)}
        jobs = jobs_of(course)
        boxes = sandboxes(jobs, chosen.rounds)
        taken = parts(course, jobs)
    tables = {
        "race": race_table(seconds, chosen.pupils),
        "sandbox": sandbox_table(boxes),
        "parts": parts_table(taken),
        "memory": memory_table(megabytes),
        "limits": limits_table(course_root()),
    }
    print(*tables.values(), sep="\n\n")
    overhead = sum(taken.values()) - statistics.median(boxes["bare"])
    full = sum(map(len, found.values()))
    print(f"\n{chosen.pupils} submissions of {LESSON}, {chosen.rounds} rounds; ", end="")
    print(f"{full} checks passed.")
    print(f"Beyond the student's own computing: {overhead:.2f} s a submission.")
    print(f"Measured in {time.perf_counter() - begin:.0f} s; load {os.getloadavg()[0]:.1f}.")
    put(PAGE, **tables)


if __name__ == "__main__":
    main()
