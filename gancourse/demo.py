"""An instructor's afternoon: a made-up class of six hands in, and is graded.

Everything lies in one folder, which is a course of its own afterwards: nbgrader's own commands
work in it.
"""

from __future__ import annotations

import copy
import re
import shutil
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from gancourse.cli.report import bar_on, print_results, warn
from gancourse.course.places import course_root, find_graded_lessons, release_path, source_path
from gancourse.course.settings import CONFIG, load_config, quiet_nbgrader
from gancourse.course.tidy import read, write
from gancourse.demo_answers import MISTAKES
from gancourse.errors import CourseError
from gancourse.grading.grade import grade
from gancourse.grading.result import Result
from gancourse.release.release import release

MARK = "MADE_BY_DEMO.txt"
LOOP_SECONDS = 10

Answers = dict[str, str]
"""Answer cells by grade id."""


def run_demo(
    folder: Path,
    *,
    course: Path | None = None,
    workers: int | None = None,
    console: Console | None = None,
) -> list[Result]:
    """Release the course into ``folder``, let a class of six hand in, grade it, show the table.

    Args:
        folder: Made if it does not exist; what an earlier demo left in it is deleted.
        course: The course to take the lessons from; the one this package belongs to if None.
        workers: As for ``grade``.
        console: Where to print; the screen if None.

    Returns:
        The results, as ``grade`` gives them.

    Raises:
        CourseError: ``folder`` holds something that no demo has made.
    """
    console = console or Console()
    begin = time.monotonic()
    course = course or course_root()
    folder = folder.resolve()
    lessons = find_graded_lessons(course)
    _start_clean(folder)
    console.print(f"A made-up class of {len(PUPILS)} hands in {', '.join(lessons)}.")
    _copy_course(course, folder, lessons)
    release(folder)
    hand_in(folder, lessons)
    results = grade(folder, workers=workers, bar=bar_on(console))
    print_results(folder, results, console)
    warn(folder, results, console)
    console.print(
        f"\n{len(results)} submissions graded in {time.monotonic() - begin:.0f} s. "
        f"The folder is a course: nbgrader's own commands work in it."
    )
    return results


def hand_in(course: Path, lessons: list[str]) -> None:
    """Write what each pupil of the made-up class hands in, and enter their names."""
    looping = _item_for_the_loop(course, lessons)
    for lesson in lessons:
        released = read(release_path(course, lesson))
        right = right_answers(read(source_path(course, lesson)))
        for pupil, (_, fill_in) in PUPILS.items():
            notebook = fill_in(copy.deepcopy(released), right, looping)
            write(notebook, course / "submitted" / pupil / lesson / f"{lesson}.ipynb")
    directory = CourseDirectory(config=load_config(course))
    with quiet_nbgrader(), Gradebook(directory.db_url, directory.course_id) as book:
        for pupil, (name, _) in PUPILS.items():
            first, last = name.split()
            book.update_or_create_student(pupil, first_name=first, last_name=last)


def right_answers(source: NotebookNode) -> Answers:
    """The answers of a solution notebook, as a student would have written them."""
    return {
        cell.metadata.nbgrader.grade_id: _without_markers(cell.source)
        for cell in source.cells
        if utils.is_solution(cell)
    }


def _without_markers(source: str) -> str:
    kept, marking = [], False
    for line in source.splitlines():
        if re.search(r"(BEGIN|END) MARK SCHEME", line):
            marking = "BEGIN" in line
        elif not marking and not re.search(r"(BEGIN|END) SOLUTION", line):
            kept.append(line)
    return "\n".join(kept).strip("\n")


# --- the class -----------------------------------------------------------------------------------
# Each pupil fills in a released notebook: (notebook, right answers, item for the loop) -> notebook.


def _all_right(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    return _put_in(nb, right)


def _half(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    return _put_in(nb, {name: right[name] for name in list(right)[::2]})


def _blank(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    return nb


def _typical(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    return _put_in(nb, {name: MISTAKES.get(name, answer) for name, answer in right.items()})


def _loop(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    endless = {}
    for cell in nb.cells:
        if utils.is_solution(cell) and cell.metadata.nbgrader.grade_id == looping:
            endless[looping] = re.sub(
                r"(?m)^( *)raise NotImplementedError.*$", r"\1while True:\n\1    pass", cell.source
            )
    return _put_in(nb, right | endless)


def _copies(nb: NotebookNode, right: Answers, looping: str) -> NotebookNode:
    """Right answers in a notebook that was cut up and glued together."""
    blank = copy.deepcopy(nb)
    nb = _put_in(nb, right)
    cells = nb.cells
    answers = [n for n, cell in enumerate(cells) if utils.is_solution(cell)]
    checks = [n for n, c in enumerate(cells) if utils.is_grade(c) and not utils.is_solution(c)]
    prompts = [n for n, cell in enumerate(cells) if cell.source.startswith("### Exercise")]
    again = [_copy(blank.cells[answers[0]]), _copy(cells[answers[0]]), _copy(cells[checks[0]])]
    lost = {prompts[0], checks[-1]} if len(checks) > 1 else {prompts[0]}
    copies = {answers[0]: again[:1], checks[0]: again[1:]}
    nb.cells = [
        one
        for number, cell in enumerate(cells)
        if number not in lost
        for one in (cell, *copies.get(number, []))
    ]
    return nb


PUPILS: dict[str, tuple[str, Callable[[NotebookNode, Answers, str], NotebookNode]]] = {
    "ada-allright": ("Ada Allright", _all_right),
    "bea-blank": ("Bea Blank", _blank),
    "cora-copies": ("Cora Copies", _copies),
    "hal-half": ("Hal Half", _half),
    "lou-loop": ("Lou Loop", _loop),
    "tom-typical": ("Tom Typical", _typical),
}


def _put_in(nb: NotebookNode, answers: Answers) -> NotebookNode:
    for cell in nb.cells:
        if utils.is_solution(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            cell.source = answers.get(grade_id, cell.source)
    return nb


def _copy(cell: NotebookNode) -> NotebookNode:
    """What copy and paste makes: the same cell and metadata, under a new cell id."""
    other = copy.deepcopy(cell)
    other.id = f"{cell.id[:50]}-copy-{'blank' if 'NotImplementedError' in cell.source else 'full'}"
    return other


def _item_for_the_loop(course: Path, lessons: list[str]) -> str:
    """The item in the middle of the lesson with the most coded answers."""
    coded = [
        [
            cell.metadata.nbgrader.grade_id
            for cell in read(release_path(course, lesson)).cells
            if utils.is_solution(cell) and cell.cell_type == "code"
        ]
        for lesson in lessons
    ]
    most = max(coded, key=len)
    return most[len(most) // 2]


# --- the folder ----------------------------------------------------------------------------------


def _start_clean(folder: Path) -> None:
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise CourseError(
            f"{folder} holds files that no demo has made; name an empty folder or a new one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("Made by `gancourse demo`, which deletes all of this and makes it anew.\n")
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            utils.rmtree(str(path))
        elif path != mark:
            path.unlink()


def _copy_course(course: Path, folder: Path, lessons: list[str]) -> None:
    for lesson in lessons:
        target = source_path(folder, lesson)
        target.parent.mkdir(parents=True)
        shutil.copy(source_path(course, lesson), target)
    settings = (course / CONFIG).read_text(encoding="utf-8") + textwrap.dedent(
        f"""
        # For the demo: one of the class has an endless loop, and nobody wants to wait for it.
        c.Limits.cell_seconds = {LOOP_SECONDS}
        """
    )
    (folder / CONFIG).write_text(settings, encoding="utf-8")
