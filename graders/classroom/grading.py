"""Grades a class: everything under ``submitted/`` into the gradebook, feedback and a table.

nbgrader does the grading, one submission of one lesson at a time, in a few worker processes. A
worker holds *the turn* while it works on files and the gradebook, and hands it on only while a
student's kernel runs. So kernels run side by side, and the gradebook has one writer.
"""

from __future__ import annotations

import contextlib
import csv
import glob
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from traitlets.config import Config

from graders.classroom import CourseError
from graders.classroom.course import (
    find_graded_lessons,
    last_words,
    load_config,
    quiet_nbgrader,
    register,
    release_path,
)
from graders.classroom.preprocessors import remarks_of
from graders.classroom.tidy import read

LOG = "grading.log"
GRADES = "grades.csv"

GRADED = "graded"
BY_HAND = "needs manual grading"
NOTHING = "nothing handed in"
FAILED = "not graded"


@dataclass(frozen=True)
class Item:
    """One graded cell of one submission."""

    points: float
    max_points: float
    by_hand: bool


@dataclass(frozen=True)
class Result:
    """One submission of one lesson, graded or not.

    Attributes:
        student: The name of the student's folder.
        lesson: The lesson's name.
        status: ``graded``, ``needs manual grading``, ``nothing handed in`` or ``not graded``.
        remarks: What was repaired, stopped or went wrong: plain sentences.
        seconds: How long the grading of this submission took.
        items: The graded cells by grade id; empty if nothing was graded.
    """

    student: str
    lesson: str
    status: str
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items.values())

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items.values())


def grade(
    course: Path,
    lessons: Iterable[str] = (),
    *,
    workers: int | None = None,
    console: Console | None = None,
) -> list[Result]:
    """Grade all submissions of some lessons into the course's gradebook.

    Reads ``submitted/STUDENT/LESSON/LESSON.ipynb``; writes ``gradebook.db``, ``autograded/``,
    ``feedback/``, ``grades.csv`` and ``grading.log``. What a person has graded by hand stays. A
    submission that fails to be graded stops no other, and loses the points of an earlier run.

    Args:
        course: The course's folder.
        lessons: Names of lessons, or how they begin; none means all that are not optional.
        workers: How many submissions run side by side; the number of processor cores if None.
        console: Where to show the progress; nowhere if None.

    Returns:
        A result for each student and lesson, in order.

    Raises:
        CourseError: The course has no release, nothing was handed in, or a lesson named is
            optional.
    """
    course = course.resolve()
    lessons = find_graded_lessons(course, lessons)
    for lesson in lessons:
        if not release_path(course, lesson).exists():
            raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    students = sorted(path.name for path in (course / "submitted").glob("*") if path.is_dir())
    if not students:
        raise CourseError(
            f"There is nothing to grade: put submissions into {course / 'submitted'}"
            "/STUDENT/LESSON/LESSON.ipynb."
        )
    with quiet_nbgrader(course / LOG):
        register(course, lessons)
        _enter_students(course, students)
        results = []
        jobs = []
        for lesson in lessons:
            for student in students:
                at_once = _without_grading(course, student, lesson)
                if at_once:
                    results.append(at_once)
                else:
                    jobs.append((student, lesson))
        results += _in_workers(course, jobs, workers or os.cpu_count() or 1, console)
        export_grades(course, course / GRADES)
    return sorted(results, key=lambda one: (one.student, one.lesson))


def export_grades(course: Path, target: Path) -> None:
    """Write a line for each student and lesson of the gradebook, with nbgrader's column names."""
    columns = ["assignment", "timestamp", "student_id", "last_name", "first_name", "email"]
    columns += ["raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"]
    with _gradebook(course) as book, target.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for assignment in book.assignments:
            for student in book.students:
                row = {key: getattr(student, key) or "" for key in columns[3:6]}
                row |= {"assignment": assignment.name, "student_id": student.id}
                row |= {"max_score": assignment.max_score, "score": 0.0}
                with contextlib.suppress(MissingEntry):
                    handed_in = book.find_submission(assignment.name, student.id)
                    penalty = handed_in.late_submission_penalty or 0.0
                    row["timestamp"] = handed_in.timestamp or ""
                    row["raw_score"] = handed_in.score
                    row["late_submission_penalty"] = penalty
                    row["score"] = max(0.0, handed_in.score - penalty)
                    row["needs_manual_grade"] = handed_in.needs_manual_grade
                table.writerow(row)


def results_table(results: Iterable[Result]) -> Table:
    """The results as one table: a line for each student and lesson."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student")
    table.add_column("lesson", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    last = None
    for one in results:
        if last not in (None, one.student):
            table.add_row()
        table.add_row(
            escape(one.student) if one.student != last else "",
            one.lesson,
            f"{one.points:g} / {one.max_points:g}" if one.items else "-",
            one.status,
            f"{one.seconds:.1f}",
        )
        last = one.student
    return table


def notes(results: Iterable[Result]) -> list[str]:
    """What was repaired or stopped, or waits for a person: a line each, under its submission."""
    lines = []
    for one in results:
        by_hand = [name for name, item in one.items.items() if item.by_hand]
        said = [*one.remarks, *(f"`{name}` waits to be graded by hand." for name in by_hand)]
        if said:
            lines += [f"{one.student} · {one.lesson}", *(f"  {sentence}" for sentence in said)]
    return lines


def report(course: Path, results: list[Result], console: Console) -> None:
    """Print the table of results, what was noted, and where everything was written."""
    console.print(results_table(results))
    console.print()
    for line in notes(results):
        console.print(escape(line), soft_wrap=True, highlight=False)
    console.print()
    for what, where in (
        ("gradebook", "gradebook.db"),
        ("grades", GRADES),
        ("feedback", "feedback"),
        ("log", LOG),
    ):
        console.print(f"{what:<10} {course / where}", soft_wrap=True, highlight=False)


def _without_grading(course: Path, student: str, lesson: str) -> Result | None:
    """The result of a submission that nbgrader could do nothing with; None if there is work."""
    folder = course / "submitted" / student / lesson
    if glob.escape(student) != student:
        remark = "nbgrader cannot read a folder with one of [ ] * ? in its name; rename it."
        return Result(student, lesson, FAILED, (remark,))
    if (folder / f"{lesson}.ipynb").is_file():
        return None
    others = sorted(path.name for path in folder.glob("*"))
    remarks = (f"There is no {lesson}.ipynb in the folder, only: {', '.join(others)}.",)
    return Result(student, lesson, NOTHING, remarks if others else ())


def _gradebook(course: Path) -> Gradebook:
    directory = CourseDirectory(config=load_config(course))
    return Gradebook(directory.db_url, directory.course_id)


def _enter_students(course: Path, students: Iterable[str]) -> None:
    with _gradebook(course) as book:
        for student in students:
            book.update_or_create_student(student)


# --- the workers ---------------------------------------------------------------------------------


def _in_workers(
    course: Path, jobs: list[tuple[str, str]], workers: int, console: Console | None
) -> list[Result]:
    progress = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=console or Console(quiet=True),
        transient=True,
    )
    results: list[Result] = []
    with progress:
        bar = progress.add_task("", total=len(jobs))

        def done(result: Result) -> None:
            results.append(result)
            name = escape(f"{result.student} · {result.lesson}")
            progress.update(bar, advance=1, description=name)

        # A worker that dies takes its pool with it. Those that were not done get one of their own.
        for lonely in _in_pool(course, jobs, workers, done):
            for student, lesson in _in_pool(course, [lonely], 1, done):
                remark = "The process that graded it died; look at grading.log."
                done(Result(student, lesson, FAILED, (remark,)))
    return results


def _in_pool(
    course: Path,
    jobs: list[tuple[str, str]],
    workers: int,
    done: Callable[[Result], None],
) -> list[tuple[str, str]]:
    """Grade in a pool of processes; return what was not done because a process died."""
    context = _process_context()
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        max(1, min(workers, len(jobs))), context, _start_worker, (course, context.Lock())
    )
    undone = []
    try:
        with _interrupts_later():
            waiting = {pool.submit(_grade_one, *job): job for job in jobs}
        for future in as_completed(waiting):
            try:
                done(future.result())
            except BrokenProcessPool:
                undone.append(waiting[future])
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return sorted(undone, key=jobs.index)


def _process_context() -> Any:
    """How workers are started: where it is safe, forked from one process that has imported all."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl-C waits until the end of the block; processes that are started in it never hear it."""
    heard = []
    here = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda *_: heard.append(True)) if here else None
    can_block = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if here:
            signal.signal(signal.SIGINT, handler)
    if heard:
        raise KeyboardInterrupt


_worker: dict[str, Any] = {}


def _start_worker(course: Path, turn: Any) -> None:
    # Ctrl-C is for the main process. A kernel, though, must hear the interrupt that ends a loop,
    # and would inherit a blocked or ignored signal; so a handler hears it here and does nothing.
    signal.signal(signal.SIGINT, lambda *_: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _worker.update(course=course, turn=turn, quiet=quiet_nbgrader(course / LOG))
    _worker["quiet"].__enter__()
    log = os.open(course / LOG, os.O_WRONLY | os.O_APPEND)  # for all that kernels say directly
    os.dup2(log, 1)
    os.dup2(log, 2)


@contextlib.contextmanager
def _turn_handed_on() -> Iterator[None]:
    """While a kernel runs, another worker may use the gradebook."""
    _worker["turn"].release()
    try:
        yield
    finally:
        _worker["turn"].acquire()


def _grade_one(student: str, lesson: str) -> Result:
    """Grade one submission; whatever goes wrong becomes a result."""
    begin = time.monotonic()
    course = _worker["course"]
    with _worker["turn"]:
        try:
            _autograde(course, student, lesson)
            status, items = _read_marks(course, student, lesson)
            done = course / "autograded" / student / lesson / f"{lesson}.ipynb"
            remarks = remarks_of(read(done))
        except Exception as error:  # one failure never stops the others
            _forget_marks(course, student, lesson)
            status, items, remarks = FAILED, {}, [str(error) or type(error).__name__]
    return Result(student, lesson, status, tuple(remarks), time.monotonic() - begin, items)


def _autograde(course: Path, student: str, lesson: str) -> None:
    settings = Config()
    settings.CourseDirectory.assignment_id = lesson
    settings.CourseDirectory.student_id = student
    settings.BaseConverter.force = True
    settings.ExecuteSubmission.kernel_context = _turn_handed_on
    config = load_config(course, settings)
    for converter in (Autograde, GenerateFeedback):
        with last_words() as words:
            try:
                converter(coursedir=CourseDirectory(config=config), config=config).start()
            except NbGraderException as error:
                raise CourseError(words[-1] if words else str(error)) from error


def _read_marks(course: Path, student: str, lesson: str) -> tuple[str, dict[str, Item]]:
    with _gradebook(course) as book:
        notebook = book.find_submission_notebook(lesson, lesson, student)
        items = {
            grade.name: Item(grade.score, grade.max_score, grade.needs_manual_grade)
            for grade in notebook.grades
        }
    return BY_HAND if any(item.by_hand for item in items.values()) else GRADED, items


def _forget_marks(course: Path, student: str, lesson: str) -> None:
    """Take back what an earlier run gave: a submission that failed has no automatic marks."""
    with contextlib.suppress(MissingEntry), _gradebook(course) as book:
        for grade in book.find_submission_notebook(lesson, lesson, student).grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        book.db.commit()
    for step in ("autograded", "feedback"):
        folder = course / step / student / lesson
        if folder.exists():
            rmtree(str(folder))
