"""The graders that are compared, and the class that they all grade."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import nbformat
import platformdirs
import torch
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from gancourse import demo
from gancourse.course.places import course_root, release_path, source_path
from gancourse.course.tidy import SKIP_TAG, read
from gancourse.grading.jobs import is_check

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
        most: How many pupils it grades at most; all of them if None.
    """

    name: str
    make: Callable[[Path, dict[str, NotebookNode]], None]
    commands: Callable[[Path], list[list[str]]]
    passed: Callable[[Path], Passed]
    most: int | None = None


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
    """The same for all: this Python first, the checks of this course, one thread, and bytecode that
    is written once and read by all later processes."""
    more = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(course_root())}
    more |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    own = {name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | more


def write_bytecode() -> None:
    """Compile all that is installed, as pip does: else each process of a race may do that again."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    folders |= {str(course_root() / name) for name in ("gancourse", "ganlab", "graders")}
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", *sorted(folders)]
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=False)


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
        # In a kernel a check prints nothing when it passes: it shows its line. Else it raises.
        case = {"code": f">>> {cell.source}", "hidden": False, "locked": False}
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
        stock("nbgrader, as it comes", PLAIN)._replace(most=4),  # it trains for half a minute each
        stock("nbgrader, tuned", PLAIN + FIXES),
        stock("nbgrader, tuned, 2 processes", PLAIN + FIXES, processes=2),
    ]
    try:
        graders.append(otter())
    except (RuntimeError, OSError) as error:
        print(f"otter-grader is left out, it could not be installed: {error}")
    return [*graders, ours(1), ours(2)]
